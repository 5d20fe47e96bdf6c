using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Core.Schema;
using Tako.Pages;
using Tako.Reactor.Plans;

namespace Tako.Reactor.Tests.Docs;

public class DocumentedPlanTests
{
    // What a task offers to the plans that it is given.
    private static readonly PlanLimits OfATask = new()
    {
        Uses = ["arm/retriever", "arm/executor", "arm/coder"],
        Inputs = ["sense"],
    };

    private static JsonSchema Schema => PublishedSchemas.Find("plan")!;

    [Fact]
    public void Every_plan_in_the_pages_is_read_without_a_fault_and_fits_the_schema()
    {
        var examples = Example.Of("yaml plan");

        examples.Count.ShouldBeGreaterThan(1);
        foreach (var example in examples)
            Agreed(example.Text).ShouldBe((true, true), $"{example}: {string.Join("; ", Faults(example.Text))}");
    }

    [Fact]
    public void Every_example_of_the_published_schema_is_a_plan_that_a_task_would_run()
    {
        foreach (var example in Schema.Document.GetProperty("examples").EnumerateArray())
            Faults(example.GetRawText()).ShouldBeEmpty(example.GetRawText());
    }

    [Theory]
    [InlineData("name: p\nsteps: [{ name: look, use: arm/retriever }]", true)]
    [InlineData("name: p\nsteps: []", false)]
    [InlineData("steps: [{ name: look, use: arm/retriever }]", false)]
    [InlineData("name: p", false)]
    [InlineData("name: a plan / of mine\nsteps: [{ name: look, use: arm/retriever }]", true)]
    [InlineData("name: p\nstep: []\nsteps: [{ name: look, use: arm/retriever }]", false)]
    [InlineData("name: p\nsteps: [{ name: a b_c-d.9, use: arm/retriever }]", true)]
    [InlineData("name: p\nsteps: [{ name: -a, use: arm/retriever }]", false)]
    [InlineData("name: p\nsteps: [{ name: naïf, use: arm/retriever }]", false)]
    [InlineData("name: p\nsteps: [{ name: a/b, use: arm/retriever }]", false)]
    [InlineData("name: p\nsteps: [{ name: \"a\\n\", use: arm/retriever }]", false)]
    [InlineData("name: p\nsteps: [{ name: look }]", false)]
    [InlineData("name: p\nsteps: [{ name: look, plan: { name: q, steps: [{ name: in, use: arm/coder }] } }]", true)]
    [InlineData("name: p\nsteps: [{ name: look, use: plan }]", false)]
    [InlineData("name: p\nsteps: [{ name: a, use: arm/coder, plan: { name: q, steps: [{ name: b, use: arm/coder }] } }]", false)]
    [InlineData("name: p\nsteps: [{ name: look, use: arm/coder, with: { 'a/b': 1 } }]", false)]
    [InlineData("name: p\nsteps: [{ name: look, use: arm/coder, effect: pure }]", true)]
    [InlineData("name: p\nsteps: [{ name: look, use: arm/coder, effect: Pure }]", false)]
    [InlineData("name: p\nsteps: [{ name: look, use: arm/coder, retry: 3 }]", true)]
    [InlineData("name: p\nsteps: [{ name: look, use: arm/coder, retry: 0 }]", false)]
    [InlineData("name: p\nsteps: [{ name: look, use: arm/coder, retry: 21 }]", false)]
    [InlineData("name: p\nsteps: [{ name: look, use: arm/coder, retry: { wait: 0, factor: 1, jitter: 1 } }]", true)]
    [InlineData("name: p\nsteps: [{ name: look, use: arm/coder, retry: { factor: 0.5 } }]", false)]
    [InlineData("name: p\nsteps: [{ name: look, use: arm/coder, retry: { jitter: 2 } }]", false)]
    [InlineData("name: p\nsteps: [{ name: look, use: arm/coder, timeout: 90 }]", true)]
    [InlineData("name: p\nsteps: [{ name: look, use: arm/coder, timeout: 1.5h }]", true)]
    [InlineData("name: p\nsteps: [{ name: look, use: arm/coder, timeout: 0 }]", false)]
    [InlineData("name: p\nsteps: [{ name: look, use: arm/coder, timeout: 0s }]", false)]
    [InlineData("name: p\nsteps: [{ name: look, use: arm/coder, timeout: 1h30m }]", false)]
    [InlineData("name: p\nsteps: [{ name: look, use: arm/coder, timeout: 2d }]", false)]
    [InlineData("name: p\nsteps: [{ name: a, use: arm/coder, each: [1, 2], key: /id, with: { it: { item: true } } }]", true)]
    [InlineData("name: p\nsteps: [{ name: look, use: arm/coder, key: /id }]", false)]
    [InlineData("name: p\nsteps: [{ name: look, use: arm/coder, each: [1, 2], key: id }]", false)]
    [InlineData("name: p\nsteps: [{ name: look, use: arm/coder, when: { attempt: 2 } }]", true)]
    [InlineData("name: p\nsteps: [{ name: look, use: arm/coder, when: {} }]", false)]
    [InlineData("name: p\nsteps: [{ name: a, use: arm/coder, model: { use: s, rules: [{ when: { attempt: 2 }, use: b }] } }]", true)]
    [InlineData("name: p\nsteps: [{ name: look, use: arm/coder, model: { rules: [] } }]", false)]
    public void The_schema_and_the_reader_agree(string plan, bool good) =>
        Agreed(plan).ShouldBe((good, good), string.Join("; ", Faults(plan)));

    private static (bool Schema, bool Reader) Agreed(string plan)
    {
        var source = SourceDocument.Parse(plan).ShouldBeOfType<Parsed<SourceDocument>.Ok>().Value;
        return (Schema.Check(source.Root).Count == 0, Faults(plan).Count == 0);
    }

    private static IReadOnlyList<Fault> Faults(string plan) =>
        PlanReader.Read(plan, OfATask) is Parsed<Plan>.Faulty faulty ? faulty.Faults : [];
}
