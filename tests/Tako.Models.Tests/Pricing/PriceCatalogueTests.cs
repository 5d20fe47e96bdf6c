using Tako.Models.Pricing;

namespace Tako.Models.Tests.Pricing;

public sealed class PriceCatalogueTests
{
    private static readonly PriceCatalogue Catalogue = PriceCatalogue.Shipped;

    [Theory]
    [InlineData("openai", "gpt-5-mini-2025-08-07", 0.25)]
    [InlineData("openai", "gpt-5-1-codex", 1.25)]
    [InlineData("openai", "openai/gpt-4o", 2.5)]
    [InlineData("openai", "GPT-4.1-nano", 0.1)]
    [InlineData("openai", "ft:gpt-4o-mini-2024-07-18:us::x", 0.3)]
    [InlineData("azure", "gpt-4o-2024-08-06", 2.5)]
    [InlineData("azure", "claude-haiku-4-5", 1)]
    [InlineData("anthropic", "claude-3-5-haiku-latest", 0.8)]
    [InlineData("anthropic", "claude-3.7-sonnet:thinking", 3)]
    [InlineData("google", "gemini-2.5-pro-preview-05-06", 1.25)]
    [InlineData("google", "claude-sonnet-4@20250514", 3)]
    [InlineData("google", "models/gemini-2.5-flash", 0.3)]
    [InlineData("mistral", "pixtral-12b-latest", 0.15)]
    [InlineData("groq", "meta-llama/Llama-4-Scout-17B-16E-Instruct", 0.11)]
    [InlineData("groq", "openai/gpt-oss-120b", 0.15)]
    [InlineData("deepseek", "deepseek-v4-pro", 0.435)]
    public void A_model_is_found_by_its_name_its_alias_and_its_snapshots(string list, string model, double input) =>
        Catalogue.Find(list, model)!.Input.ShouldBe((decimal)input);

    [Theory]
    [InlineData("openai", "gpt-5-ultra"), InlineData("openai", "llama-3.3-70b-versatile"), InlineData("mistral", "gpt-4o")]
    [InlineData("anthropic", "claude-opus-4-9"), InlineData("nobody", "gpt-4o")]
    public void A_model_that_is_not_listed_has_no_price(string list, string model) => Catalogue.Find(list, model).ShouldBeNull();

    [Fact]
    public void A_call_costs_what_held_on_its_day()
    {
        var prices = Catalogue.Find("openai", "o3")!;
        prices.At(Day(2025, 6, 9)).Input.ShouldBe(10);
        prices.At(Day(2025, 6, 10)).Input.ShouldBe(2);
        prices.Cost(1_000_000, 0, when: Day(2025, 1, 1)).ShouldBe(10);
        prices.Cost(1_000_000, 0).ShouldBe(2);
    }

    [Fact]
    public void A_long_prompt_a_tier_and_a_region_change_the_price_of_the_whole_call()
    {
        var prices = Catalogue.Find("anthropic", "claude-sonnet-4-5")!;
        prices.Cost(200_000, 1000).ShouldBe(0.6m + 0.015m);
        prices.Cost(200_001, 1000).ShouldBe((200_001 * 6m / 1_000_000) + 0.0225m);
        var usage = new ReportedUsage { Input = 1_000, Output = 1_000 };
        prices.Cost(usage with { Tiers = ["standard"] }).Usd.ShouldBe(0.018m);
        prices.Cost(usage with { Tiers = ["batch"] }).Usd.ShouldBe(0.009m);
        prices.Cost(usage with { Tiers = ["batch", "us"] }).Usd.ShouldBe(0.0099m);
        prices.Cost(usage with { Input = 300_000, Tiers = ["batch"] }).Input.ShouldBe(0.9m);
    }

    [Fact]
    public void A_tier_whose_price_is_not_known_makes_the_cost_unknown_and_never_the_usual_one() =>
        Catalogue.Find("anthropic", "claude-sonnet-4-5")!
            .Cost(new ReportedUsage { Input = 1, Output = 1, Tiers = ["priority"] }).Usd.ShouldBeNull();

    [Fact]
    public void A_write_to_a_cache_that_is_free_costs_what_input_costs() =>
        Catalogue.Find("openai", "gpt-5")!
            .Cost(new ReportedUsage { Input = 1_000_000, Output = 0, CacheWrite = 400_000 }).Usd.ShouldBe(1.25m);

    [Fact]
    public void An_hour_in_the_cache_costs_more_than_five_minutes()
    {
        var prices = Catalogue.Find("anthropic", "claude-haiku-4-5")!;
        var written = new ReportedUsage { Input = 3_000_000, Output = 0, CacheRead = 1_000_000, CacheWrite = 2_000_000 };
        prices.Cost(written with { CacheWriteHour = 1_000_000 }).Usd.ShouldBe(0.1m + 1.25m + 2m);
    }

    [Fact]
    public void Searches_of_the_provider_are_charged_beside_the_tokens()
    {
        var usage = new ReportedUsage { Input = 1_000_000, Output = 0, WebSearches = 5, Tiers = ["batch"] };
        Catalogue.Find("anthropic", "claude-haiku-4-5")!.Cost(usage).Usd.ShouldBe(0.5m + 0.05m);
        Catalogue.Find("anthropic", "claude-haiku-5-5")!.Cost(usage).Searches.ShouldBe(0.05m);
        Catalogue.Find("mistral", "mistral-large-2512")!.Cost(usage).Usd.ShouldBeNull();
    }

    [Fact]
    public void Sound_and_pictures_have_prices_of_their_own()
    {
        Catalogue.Find("google", "gemini-2.5-flash")!
            .Cost(new ReportedUsage { Input = 1_000, Output = 0, InputBy = new(null, 1_000, null, null) }).Usd.ShouldBe(0.001m);
        Catalogue.Find("google", "gemini-2.5-flash-image")!
            .Cost(new ReportedUsage { Input = 0, Output = 1_000, OutputBy = new(null, null, 1_000, null) }).Usd.ShouldBe(0.03m);
    }

    [Theory, InlineData("api.groq.com", "groq"), InlineData("here.openai.azure.com", "azure"), InlineData("127.0.0.1", null),
        InlineData("us-central1-aiplatform.googleapis.com", "google")]
    public void A_list_belongs_to_its_providers_hosts(string host, string? list) => Catalogue.ListAt(host).ShouldBe(list);

    private static DateTimeOffset Day(int year, int month, int day) => new(year, month, day, 0, 0, 0, TimeSpan.Zero);
}
