using Tako.Models.Catalog;
using Tako.Models.Pricing;

namespace Tako.Models.Tests.Pricing;

public sealed class ConfiguredPricesTests
{
    [Fact]
    public void A_models_price_comes_from_the_list_of_the_host_that_serves_it()
    {
        using var catalog = Clients.Read("""
            providers:
              fast: { kind: compatible, baseAddress: "https://api.groq.com/openai/v1", key: k }
              here: { kind: compatible, baseAddress: "http://127.0.0.1:8000/v1" }
              work: { kind: azure, baseAddress: "https://work.openai.azure.com", key: k }
            models:
              open: { provider: fast, id: openai/gpt-oss-120b }
              mine: { provider: here, id: gpt-oss-120b }
              gateway: { provider: here, id: gpt-4o }
              ours: { provider: work, id: gpt-4.1-mini }
            """);
        catalog.Find("open")!.Prices.Output.ShouldBe(0.6m);
        catalog.Find("mine")!.Prices.ShouldBe(ModelPrices.Unknown);
        catalog.Find("gateway")!.Prices.Input.ShouldBe(2.5m);
        catalog.Find("ours")!.Prices.Input.ShouldBe(0.4m);
    }

    [Fact]
    public void What_the_configuration_says_goes_over_the_list()
    {
        using var catalog = Clients.Read("""
            providers: { anthropic: { key: k } }
            models:
              own:
                provider: anthropic
                id: claude-sonnet-4-5
                prices:
                  input: 1
                  output: 2
                  cacheWriteHour: 3
                  reasoning: 4
                  audioInput: 5
                  imageOutput: 6
                  longPrompt: { above: 100, input: 7, output: 8 }
            """);
        var prices = catalog.Find("own")!.Prices;
        prices.Cost(new ReportedUsage
        {
            Input = 100, CacheWrite = 10, CacheWriteHour = 10, InputBy = new(null, 20, null, null),
            Output = 50, Reasoning = 30, OutputBy = new(null, null, 5, null),
        }).Usd.ShouldBe(((70 * 1m) + (10 * 3) + (20 * 5) + (15 * 2) + (30 * 4) + (5 * 6)) / 1_000_000);
        prices.Cost(101, 1).ShouldBe(((101 * 7m) + 8) / 1_000_000);
    }

    [Fact]
    public void A_price_key_that_is_not_known_is_a_fault()
    {
        var read = ModelCatalog.Read(new CatalogSources
        {
            Random = new Random(1),
            Config = Clients.Document("""
                providers: { anthropic: { key: k } }
                models: { own: { provider: anthropic, prices: { audioInputs: 5, longPrompt: { input: 7 } } } }
                """),
        });
        var faults = read.ShouldBeOfType<Tako.Core.Faults.Parsed<ModelCatalog>.Faulty>().Faults;
        faults.ShouldContain(fault => fault.Message.Contains("did you mean 'audioInput'?"));
        faults.ShouldContain(fault => fault.Message.Contains("needs 'above'"));
    }
}
