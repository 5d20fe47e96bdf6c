using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Core.Schema;
using Tako.Models.Catalog;
using Tako.Models.Recording;
using Tako.Pages;

namespace Tako.Models.Tests.Docs;

public sealed class DocumentedConfigTests
{
    private static JsonSchema Schema => PublishedSchemas.Find("config")!;

    [Fact]
    public void Every_configuration_in_the_pages_is_read_without_a_fault_and_fits_the_schema()
    {
        var examples = Example.Of("yaml config");

        examples.Count.ShouldBeGreaterThan(1);
        foreach (var example in examples)
            Agreed(example.Text).ShouldBe((true, true), $"{example}: {string.Join("; ", Faults(example.Text))}");
    }

    [Fact]
    public void Every_cassette_in_the_pages_can_be_played()
    {
        var examples = Example.Of("yaml cassette");

        examples.ShouldNotBeEmpty();
        foreach (var example in examples)
            Cassette.Parse("example.yaml", example.Text).ShouldBeOfType<Parsed<Cassette>.Ok>(example.Place);
    }

    private static (bool Schema, bool Reader) Agreed(string config)
    {
        var source = SourceDocument.Parse(config).ShouldBeOfType<Parsed<SourceDocument>.Ok>().Value;
        return (Schema.Check(source.Root).Count == 0, Faults(config).Count == 0);
    }

    private static IReadOnlyList<Fault> Faults(string config)
    {
        var source = ((Parsed<SourceDocument>.Ok)SourceDocument.Parse(config)).Value;
        switch (ModelCatalog.Read(new CatalogSources { Config = source, Random = new Random(1) }))
        {
            case Parsed<ModelCatalog>.Ok { Value: var catalog }:
                catalog.Dispose();
                return [];
            case Parsed<ModelCatalog>.Faulty faulty:
                return faulty.Faults;
            default:
                throw new InvalidOperationException("A parsed value is ok or faulty.");
        }
    }
}
