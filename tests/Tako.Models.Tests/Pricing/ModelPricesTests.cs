using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using Tako.Models.Pricing;

namespace Tako.Models.Tests.Pricing;

public sealed class ModelPricesTests
{
    private static readonly ModelPrices Prices =
        new() { Input = 3, Output = 15, CachedInput = 0.3m, CacheWrite = 3.75m };

    [Fact]
    public void Input_is_priced_in_disjoint_parts() =>
        Prices.Cost(1000, 100, 600, 300).ShouldBe((100 * 3m + 600 * 0.3m + 300 * 3.75m + 100 * 15m) / 1_000_000);

    [Fact]
    public void What_is_not_reported_or_not_priced_stays_unknown()
    {
        Prices.Price(null).ShouldBe(Tako.Core.Budgets.Usage.Unknown);
        Prices.Price(new UsageDetails { InputTokenCount = 5 }).Usd.ShouldBeNull();
        ModelPrices.Unknown.Cost(5, 5).ShouldBeNull();
        ModelPrices.Unknown.Cost(0, 0).ShouldBe(0);
        ModelPrices.Free.Cost(5, 5).ShouldBe(0);
        (Prices with { CacheWrite = null }).Cost(10, 1, 0, 5).ShouldBeNull();
    }

    [Fact]
    public void A_long_prompt_pays_its_own_price_for_the_whole_call()
    {
        var tiered = Prices with { LongPromptAbove = 100, LongPrompt = new() { Input = 6, Output = 20 } };
        tiered.Cost(100, 1).ShouldBe((100 * 3m + 15) / 1_000_000);
        tiered.Cost(101, 1).ShouldBe((101 * 6m + 20) / 1_000_000);
    }

    [Fact]
    public void Reading_from_the_cache_never_costs_more_than_reading_anew() =>
        Prop.ForAll(Gen.Choose(0, 100_000).Two().ToArbitrary(), pair =>
        {
            var (input, cached) = (Math.Max(pair.Item1, pair.Item2), Math.Min(pair.Item1, pair.Item2));
            return Prices.Cost(input, 0, cached) <= Prices.Cost(input, 0);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("claude-opus-4-5-20251101", 5)]
    [InlineData("gpt-5-2025-08-07", 1.25)]
    [InlineData("claude-haiku-4-5", 1)]
    public void A_snapshot_costs_what_its_model_costs(string id, double input) =>
        (PriceCatalogue.Shipped.Find("openai", id) ?? PriceCatalogue.Shipped.Find("anthropic", id))!
            .Input.ShouldBe((decimal)input);

    [Theory, InlineData("claude-opus-4-9"), InlineData("gpt-5-ultra"), InlineData("qwen3")]
    public void A_model_that_is_not_listed_has_no_price(string id)
    {
        foreach (var list in PriceCatalogue.Shipped.Lists)
            PriceCatalogue.Shipped.Find(list, id).ShouldBeNull();
    }
}
