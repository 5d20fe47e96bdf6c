using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Core.Schema;
using Tako.Models.Catalog;

namespace Tako.Models.Tests.Catalog;

public sealed class ConfigSchemaTests
{
    private static JsonSchema Schema => PublishedSchemas.Find("config")!;

    [Fact]
    public void Every_example_of_the_published_schema_is_a_catalog()
    {
        foreach (var example in Schema.Document.GetProperty("examples").EnumerateArray())
            Faults(example.GetRawText()).ShouldBeEmpty(example.GetRawText());
    }

    [Theory]
    [InlineData("{}", true)]
    [InlineData("providers: { home: { baseAddress: 'http://127.0.0.1:8080/v1' } }\nmodels: { small: {} }", true)]
    [InlineData("providers: { home: { baseAddress: 'http://127.0.0.1:8080/v1', url: x } }", false)]
    [InlineData("providers: { home: { kind: ollama } }\nmodels: { small: { provider: home, id: qwen3 } }", true)]
    [InlineData("providers: { home: { kind: llama } }", false)]
    [InlineData("providers: { ollama: { key: secret, apiVersion: '1', streamUsage: false } }", true)]
    [InlineData("providers: { ollama: { streamUsage: 'no' } }", false)]
    [InlineData("providers: { ollama: {} }\nmodels: { small: { capabilities: [tools, jsonSchema] } }", true)]
    [InlineData("providers: { ollama: {} }\nmodels: { small: { capabilities: tools } }", true)]
    [InlineData("providers: { ollama: {} }\nmodels: { small: { capabilities: [telepathy] } }", false)]
    [InlineData("providers: { ollama: {} }\nmodels: { small: { prices: { input: 0, cachedInput: 0.1, cacheWrite: 1 } } }", true)]
    [InlineData("providers: { ollama: {} }\nmodels: { small: { prices: { input: -1 } } }", false)]
    [InlineData("providers: { ollama: {} }\nmodels: { small: { contextWindow: 0 } }", false)]
    [InlineData("providers: { ollama: {} }\nmodels: { small: { maxOutput: 1.5 } }", false)]
    [InlineData("providers: { ollama: {} }\nmodels: { 'recorded:x': {} }", false)]
    [InlineData("providers: { ollama: {} }\nmodels: { small: { size: 7 } }", false)]
    [InlineData("providers: { ollama: {} }\nmodels: { small: { wire: responses, prefill: true, timeouts: { firstToken: 5s } } }", true)]
    [InlineData("providers: { ollama: {} }\nmodels: { small: { wire: telex } }", false)]
    [InlineData("providers: { ollama: {} }\nmodels: { small: { prefill: 'yes' } }", false)]
    [InlineData("providers: { ollama: {} }\nmodels: { small: { timeouts: { firstWord: 5s } } }", false)]
    [InlineData("timeouts: { idle: 30 }", false)]
    [InlineData("timeouts: { connect: 500ms, firstToken: 30s, idle: 30s, trailing: 3s, answer: 5m, call: 10m }", true)]
    [InlineData("retries: 0", true)]
    [InlineData("retries: 11", false)]
    [InlineData("breaker: { failures: 3, ratio: 0.4, window: 1m, open: 20s }", true)]
    [InlineData("breaker: { failures: 0 }", false)]
    [InlineData("breaker: { ratio: 2 }", false)]
    [InlineData("providers: { ollama: {} }\nmodels: { small: {}, both: { chain: [small, { model: small }], order: learned } }", true)]
    [InlineData("providers: { ollama: {} }\nmodels: { small: {}, both: { chain: [] } }", false)]
    [InlineData("providers: { ollama: {} }\nmodels: { small: {}, both: { chain: small } }", false)]
    [InlineData("providers: { ollama: {} }\nmodels: { small: {}, both: { chain: [small], provider: ollama } }", false)]
    [InlineData("providers: { ollama: {} }\nmodels: { small: {}, both: { chain: [small], order: random } }", false)]
    [InlineData("providers: { ollama: {} }\nmodels: { small: {}, both: { chain: [small], onContentPolicy: never } }", false)]
    [InlineData("providers: { ollama: {} }\nmodels: { small: {}, both: { chain: [{ when: { tags: code } }] } }", false)]
    [InlineData("providers: { ollama: {} }\nmodels: { small: {}, both: { chain: [{ model: small, when: { languages: [tlh] } }] } }", false)]
    [InlineData("providers: { ollama: {} }\nmodels: { small: {}, both: { chain: [{ model: small, when: { promptOver: none } }] } }", false)]
    [InlineData("providers: { ollama: {} }\nmodels: { small: {}, both: { chain: [{ model: small, set: { model: x } }] } }", false)]
    [InlineData("providers: { ollama: {} }\nmodels: { a: {}, both: { chain: [{ model: a, set: { k: 3 }, drop: x, strip: x }] } }", true)]
    [InlineData("providers: { ollama: {} }\nmodels: { small: {}, both: { chain: [small], check: { length: 3 } } }", false)]
    public void The_schema_and_the_reader_agree(string config, bool good)
    {
        var source = SourceDocument.Parse(config).ShouldBeOfType<Parsed<SourceDocument>.Ok>().Value;

        (Schema.Check(source.Root).Count == 0).ShouldBe(good, string.Join("; ", Schema.Check(source.Root)));
        (Faults(config).Count == 0).ShouldBe(good, string.Join("; ", Faults(config)));
    }

    [Theory]
    [InlineData("time: 15m", true)]
    [InlineData("time: 1h30m", true)]
    [InlineData("time: 1m1h", false)]
    [InlineData("time: 0s", false)]
    [InlineData("time: 15", false)]
    [InlineData("tokens: 200k", true)]
    [InlineData("tokens: 1.5M", true)]
    [InlineData("tokens: 0k", false)]
    [InlineData("tokens: -1", false)]
    [InlineData("usd: 5", true)]
    [InlineData("usd: 1.5 usd", true)]
    [InlineData("usd: $1.50", true)]
    [InlineData("usd: $0", false)]
    [InlineData("usd: one", false)]
    public void A_limit_is_written_like_a_budget_of_a_contract(string limit, bool good)
    {
        var config = SourceDocument.Parse($"limits: {{ {limit} }}").ShouldBeOfType<Parsed<SourceDocument>.Ok>().Value;

        (Schema.Check(config.Root).Count == 0).ShouldBe(good);
        (ContractReader.Read($"goal: x\nbudget: {{ {limit} }}") is Parsed<TaskContract>.Ok).ShouldBe(good);
    }

    private static IReadOnlyList<Fault> Faults(string config)
    {
        var source = SourceDocument.Parse(config).ShouldBeOfType<Parsed<SourceDocument>.Ok>().Value;
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
