using Tako.Core.Faults;
using Tako.Models.Catalog;
using Tako.Models.Config;
using Tako.Models.Failures;

namespace Tako.Models.Tests.Catalog;

public sealed class ModelCatalogTests
{
    private const string Config = """
        model: careful
        providers:
          openai: { key: "${MY_KEY}" }
          local: { kind: ollama }
        models:
          careful: { provider: openai, id: gpt-6-sol, cheaper: quick }
          quick: { provider: openai, id: gpt-6-luna-2026-09-22 }
          home:
            provider: local
            id: qwen3
            prices: { input: 0, output: 0 }
            contextWindow: 32768
            maxOutput: 4096
            capabilities: [tools, jsonSchema]
        """;

    private static readonly Dictionary<string, string> Environment = new() { ["MY_KEY"] = Clients.Key };

    [Fact]
    public void Models_are_read_with_what_is_known_about_them()
    {
        using var catalog = Clients.Read(Config, Environment);
        catalog.Default!.Name.ShouldBe("careful");
        catalog.Default.Prices.Input.ShouldBe(2m);
        catalog.Default.ContextWindow.ShouldBe(1_050_000);
        catalog.Find("quick")!.Prices.Output.ShouldBe(0.5m);
        catalog.Find("home")!.Capabilities.ShouldBe(ModelCapabilities.Tools | ModelCapabilities.JsonSchema);
        catalog.Find("home")!.Prices.Cost(1000, 1000).ShouldBe(0);
        catalog.Providers.Single(provider =>
            provider.Name == "local").BaseAddress.ToString().ShouldBe("http://127.0.0.1:11434/v1");
        catalog.Secrets.ShouldBe([new NamedSecret("MY_KEY", Clients.Key)]);
        catalog.Secrets[0].ToString().ShouldNotContain(Clients.Key);
    }

    [Fact]
    public void The_cheaper_model_is_the_named_one_or_the_next_lower_price()
    {
        using var catalog = Clients.Read(Config, Environment);
        catalog.CheaperThan("careful")!.Name.ShouldBe("quick");
        catalog.CheaperThan("quick")!.Name.ShouldBe("home");
        catalog.CheaperThan("home").ShouldBeNull();
    }

    [Fact]
    public void Every_fault_is_listed_at_once_with_its_line_and_a_way_out()
    {
        var faults = ModelCatalog.Read(new CatalogSources
        {
            Random = new Random(1),
            Config = Clients.Document("""
                model: careful1
                providers:
                  one: { kind: opanai, baseAddress: "not one" }
                  two: { baseUrl: "http://127.0.0.1" }
                  three: { kind: ollama }
                models:
                  careful: { provider: thre, contextWindow: -1, cheaper: nobody }
                  other: { provider: three, prices: { input: cheap }, capabilities: [flying], cheaper: other }
                """),
        }).ShouldBeOfType<Parsed<ModelCatalog>.Faulty>().Faults;
        var text = string.Join('\n', faults);
        text.ShouldContain("line 3: /providers/one/kind: is 'opanai'");
        text.ShouldContain("line 3: /providers/one/baseAddress");
        text.ShouldContain("line 4: /providers/two/baseUrl: is not known here");
        text.ShouldContain("line 4: /providers/two: needs 'baseAddress'");
        text.ShouldContain("line 7: /models/careful/provider: is 'thre', which is not configured; did you mean 'three'?");
        text.ShouldContain("line 7: /models/careful/contextWindow");
        text.ShouldContain("line 7: /models/careful/cheaper: is 'nobody'");
        text.ShouldContain("line 8: /models/other/prices/input");
        text.ShouldContain("line 8: /models/other/capabilities: names 'flying'");
        text.ShouldContain("line 8: /models/other/cheaper: leads back to 'other'");
        text.ShouldContain("line 1: /model: is 'careful1', which is no model here; did you mean 'careful'?");
    }

    [Fact]
    public void Without_any_model_the_message_names_three_ways_out()
    {
        using var catalog = Clients.Read("{}");
        var message = Should.Throw<ModelCallException>(() => catalog.Open()).Failure.Message;
        foreach (var way in (string[])["OPENAI_API_KEY", "ANTHROPIC_API_KEY", "OLLAMA_HOST", "configuration file"])
            message.ShouldContain(way);
        catalog.Default.ShouldBeNull();
    }

    [Fact]
    public void A_wrong_name_is_answered_with_the_nearest()
    {
        using var catalog = Clients.Read(Config, Environment);
        var failure = Should.Throw<ModelCallException>(() => catalog.Open("carefull")).Failure;
        failure.Kind.ShouldBe(CallFailureKind.NotConfigured);
        failure.Message.ShouldContain("'careful'");
    }

    [Fact]
    public void A_key_that_is_not_set_is_a_warning_until_its_model_is_opened()
    {
        using var catalog = Clients.Read(Config);
        catalog.Warnings.Single().Message.ShouldContain("MY_KEY");
        Should.Throw<ModelCallException>(() => catalog.Open("careful")).Failure.Message.ShouldContain("MY_KEY");
        catalog.Open("home").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("OPENAI_API_KEY", "openai", "gpt-6-sol", "gpt-6-luna")]
    [InlineData("ANTHROPIC_API_KEY", "anthropic", "claude-sonnet-5-5", "claude-haiku-5-5")]
    public void A_key_in_the_environment_is_all_that_is_needed(string variable, string provider, string model,
        string cheaper)
    {
        using var catalog = Clients.Read("{}", new() { [variable] = Clients.Key });
        catalog.Default!.Name.ShouldBe(model);
        catalog.Default.Provider.ShouldBe(provider);
        catalog.Default.Prices.Input.ShouldNotBeNull();
        catalog.CheaperThan(model)!.Name.ShouldBe(cheaper);
        catalog.Secrets.Single().Name.ShouldBe(variable);
    }

    [Fact]
    public void The_environment_names_base_addresses_models_azure_and_ollama()
    {
        using var catalog = Clients.Read("{}", new()
        {
            ["OPENAI_API_KEY"] = "k1", ["OPENAI_BASE_URL"] = "http://127.0.0.1:8000/v1", ["OPENAI_MODEL"] = "local-7b",
            ["ANTHROPIC_API_KEY"] = "k2", ["ANTHROPIC_MODEL"] = "claude-opus-5-5",
            ["AZURE_OPENAI_API_KEY"] = "k3", ["AZURE_OPENAI_ENDPOINT"] = "https://example.openai.azure.com",
                ["AZURE_OPENAI_DEPLOYMENT"] = "mine",
            ["OLLAMA_HOST"] = "0.0.0.0", ["OLLAMA_MODEL"] = "qwen3", ["TAKO_MODEL"] = "mine",
        });
        catalog.Models.Select(model =>
            model.Name).ShouldBe(["local-7b", "claude-opus-5-5", "claude-haiku-5-5", "mine", "qwen3"]);
        catalog.Default!.Name.ShouldBe("mine");
        var addresses = catalog.Providers.ToDictionary(provider => provider.Name, provider =>
            provider.BaseAddress.ToString());
        addresses["openai"].ShouldBe("http://127.0.0.1:8000/v1");
        addresses["ollama"].ShouldBe("http://127.0.0.1:11434/v1");
        catalog.Secrets.Select(secret => secret.Value).ShouldBe(["k1", "k2", "k3"]);
    }

    [Fact]
    public void A_key_written_out_in_a_file_that_others_can_read_is_warned_about()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such rights.");
        if (OperatingSystem.IsWindows())
            return;
        var file = Path.GetTempFileName();
        try
        {
            var text = "providers:\n  here: { kind: compatible, baseAddress: 'http://127.0.0.1:9', key: plain }\n";
            File.WriteAllText(file, text);
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
            Read().Warnings.Single().ToString().ShouldContain("line 2: /providers/here/key: is written out in a file that others can read");
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Read().Warnings.ShouldBeEmpty();

            ModelCatalog Read() =>
                ModelCatalog.Read(new CatalogSources { Config = Clients.Document(text), ConfigPath = file, Random =
                    new Random(1) })
                .ShouldBeOfType<Parsed<ModelCatalog>.Ok>().Value;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
