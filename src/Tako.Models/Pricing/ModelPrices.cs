using Microsoft.Extensions.AI;
using Tako.Core.Budgets;

namespace Tako.Models.Pricing;

/// <summary>US dollars per million tokens; null is unknown, zero is free. The one place where a call's cost is
/// computed.</summary>
public sealed record ModelPrices
{
    private const decimal Million = 1_000_000m;

    public static readonly ModelPrices Unknown = new();

    public static readonly ModelPrices Free = new()
    {
        Input = 0, Output = 0, CachedInput = 0, CacheWrite = 0, CacheWriteHour = 0,
    };

    public decimal? Input { get; init; }

    public decimal? Output { get; init; }

    /// <summary>Input read from the provider's cache; where unknown, the full input price holds, which never counts
    /// too little.</summary>
    public decimal? CachedInput { get; init; }

    /// <summary>Input written to the provider's cache for its usual few minutes.</summary>
    public decimal? CacheWrite { get; init; }

    /// <summary>Input written to the provider's cache for an hour.</summary>
    public decimal? CacheWriteHour { get; init; }

    /// <summary>Where unknown, reasoning costs what other output costs; likewise sound and pictures below.</summary>
    public decimal? Reasoning { get; init; }

    public decimal? AudioInput { get; init; }

    public decimal? CachedAudio { get; init; }

    public decimal? AudioOutput { get; init; }

    public decimal? ImageInput { get; init; }

    public decimal? CachedImage { get; init; }

    public decimal? ImageOutput { get; init; }

    /// <summary>A thousand searches of the provider's own, in US dollars.</summary>
    public decimal? WebSearch { get; init; }

    /// <summary>Above this many input tokens <see cref="LongPrompt"/> holds for the whole call.</summary>
    public long? LongPromptAbove { get; init; }

    public ModelPrices? LongPrompt { get; init; }

    /// <summary>What these prices are multiplied with in a service tier or a region.</summary>
    public PriceFactors Factors { get; init; } = PriceFactors.None;

    /// <summary>Since when these prices hold; null is since ever.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>What held before <see cref="From"/>.</summary>
    public ModelPrices? Before { get; init; }

    /// <summary>The prices of a moment; null takes the latest.</summary>
    public ModelPrices At(DateTimeOffset? when) =>
        when < From && Before is { } earlier ? earlier.At(when) : this;

    /// <summary>Prices what a provider reported. What was not reported stays unknown, and so does a price made from
    /// it.</summary>
    public Usage Price(UsageDetails? reported, DateTimeOffset? when = null)
    {
        if (reported is null)
            return Usage.Unknown;
        var usage = ReportedUsage.Of(reported);
        return new Usage
        {
            InputTokens = usage.Input,
            OutputTokens = usage.Output,
            CachedInputTokens = usage.CacheRead,
            Usd = Cost(usage, when).Usd,
        };
    }

    /// <summary>Dollars for a call of these sizes, or null where a price or a count is unknown.</summary>
    public decimal? Cost(long? input, long? output, long cachedInput = 0, long cacheWrite = 0,
        DateTimeOffset? when = null) =>
        Cost(new ReportedUsage { Input = input, Output = output, CacheRead = cachedInput, CacheWrite = cacheWrite }, when).Usd;

    /// <summary>What a call of this usage costs.</summary>
    public CallCost Cost(ReportedUsage usage, DateTimeOffset? when = null)
    {
        if (At(when) is var then && !ReferenceEquals(then, this))
            return then.Cost(usage, when);
        if (LongPrompt is { } longer && usage.Input > LongPromptAbove)
            return (longer with { Factors = Factors, WebSearch = WebSearch }).Cost(usage);
        var (buckets, factor) = (TokenBuckets.Of(usage), Factors.For(usage.Tiers));
        return new CallCost(
            usage.Input is null ? null : InputCost(buckets) * factor / Million,
            usage.Output is null ? null : OutputCost(buckets) * factor / Million,
            Part(usage.WebSearches ?? 0, WebSearch) / 1000);
    }

    private decimal? InputCost(TokenBuckets buckets) =>
        Part(buckets.Input, Input)
        + Part(buckets.CacheRead, CachedInput ?? Input)
        + Part(buckets.CacheWrite, CacheWrite)
        + Part(buckets.CacheWriteHour, CacheWriteHour)
        + Part(buckets.AudioInput, AudioInput ?? Input)
        + Part(buckets.CachedAudio, CachedAudio ?? AudioInput ?? CachedInput ?? Input)
        + Part(buckets.ImageInput, ImageInput ?? Input)
        + Part(buckets.CachedImage, CachedImage ?? ImageInput ?? CachedInput ?? Input);

    private decimal? OutputCost(TokenBuckets buckets) =>
        Part(buckets.Output, Output)
        + Part(buckets.Reasoning, Reasoning ?? Output)
        + Part(buckets.AudioOutput, AudioOutput ?? Output)
        + Part(buckets.ImageOutput, ImageOutput ?? Output);

    // No tokens cost nothing, whatever the price is.
    private static decimal? Part(long tokens, decimal? price) => tokens == 0 ? 0 : tokens * price;
}
