using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Pages;

namespace Tako.Core.Tests.Docs;

public class DocumentedContractTests
{
    [Fact]
    public void Every_contract_in_the_pages_is_read_without_a_fault()
    {
        var examples = Example.Of("yaml contract");

        examples.Count.ShouldBeGreaterThan(1);
        foreach (var example in examples)
            ContractReader.Read(example.Text).ShouldBeOfType<Parsed<TaskContract>.Ok>(Faults(example));

        static string Faults(Example example) => ContractReader.Read(example.Text) is Parsed<TaskContract>.Faulty faulty
            ? $"{example}: {string.Join("; ", faulty.Faults)}" : "";
    }

    [Fact]
    public void The_page_about_faults_shows_what_the_reader_really_says()
    {
        var wrong = Example.Of("yaml faulty contract").ShouldHaveSingleItem();
        var said = Example.Of("text faults").ShouldHaveSingleItem();

        var faults = ContractReader.Read(wrong.Text).ShouldBeOfType<Parsed<TaskContract>.Faulty>().Faults;

        string.Join('\n', faults.Select(fault => $"tako: fix.yaml: {fault}")).ShouldBe(said.Text.TrimEnd('\n'));
    }
}
