using Microsoft.Extensions.AI;
using Tako.Core.Budgets;

namespace Tako.Models.Config;

/// <summary>US dollars per million tokens; null is unknown, zero is free.</summary>
public sealed record ModelPrices
{
    private const decimal Million = 1_000_000m;

    public static readonly ModelPrices Unknown = new();

    public static readonly ModelPrices Free = new() { Input = 0, Output = 0, CachedInput = 0, CacheWrite = 0 };

    public decimal? Input { get; init; }

    public decimal? Output { get; init; }

    /// <summary>Input read from the provider's cache; where unknown, the full input price holds, which never counts
    /// too little.</summary>
    public decimal? CachedInput { get; init; }

    /// <summary>Input written to the provider's cache.</summary>
    public decimal? CacheWrite { get; init; }

    /// <summary>Above this many input tokens <see cref="LongPrompt"/> holds for the whole call.</summary>
    public long? LongPromptAbove { get; init; }

    public ModelPrices? LongPrompt { get; init; }

    /// <summary>Prices what a provider reported. What was not reported stays unknown, and so does a price made from
    /// it.</summary>
    public Usage Price(UsageDetails? reported)
    {
        if (reported is null)
            return Usage.Unknown;
        long? written = reported.AdditionalCounts is { } counts
            && counts.TryGetValue(CallKeys.CacheWriteTokens, out var count)
            ? count
            : null;
        return new Usage
        {
            InputTokens = reported.InputTokenCount,
            OutputTokens = reported.OutputTokenCount,
            CachedInputTokens = reported.CachedInputTokenCount,
            Usd = Cost(reported.InputTokenCount, reported.OutputTokenCount, reported.CachedInputTokenCount ?? 0,
                written ?? 0),
        };
    }

    /// <summary>Dollars for a call of these sizes, or null where a price or a count is unknown.</summary>
    public decimal? Cost(long? input, long? output, long cachedInput = 0, long cacheWrite = 0)
    {
        if (input is not { } read || output is not { } wrote)
            return null;
        if (LongPrompt is { } longer && read > LongPromptAbove)
            return longer.Cost(input, output, cachedInput, cacheWrite);
        var plain = Math.Max(0, read - cachedInput - cacheWrite);
        return (Part(plain, Input) + Part(cachedInput, CachedInput ?? Input) + Part(cacheWrite, CacheWrite)
            + Part(wrote, Output))
            / Million;

        static decimal? Part(long tokens, decimal? price) => tokens == 0 ? 0 : tokens * price;
    }
}
