using Microsoft.Extensions.AI;

namespace Tako.Models.Pricing;

/// <summary>
/// What a provider said a call used, in one way of counting: <see cref="Input"/> and <see cref="Output"/> are everything
/// read and written, and the rest says how much of them was of some kind. Null was not reported, which is not zero.
/// </summary>
public sealed record ReportedUsage
{
    private const string TierPrefix = "Tier.";

    /// <summary>All input, cached and written to the cache included.</summary>
    public long? Input { get; init; }

    /// <summary>All output, reasoning included.</summary>
    public long? Output { get; init; }

    public long? Total { get; init; }

    public long? CacheRead { get; init; }

    /// <summary>Written to the cache, for whatever time.</summary>
    public long? CacheWrite { get; init; }

    /// <summary>The part of <see cref="CacheWrite"/> that lives five minutes.</summary>
    public long? CacheWriteMinutes { get; init; }

    /// <summary>The part of <see cref="CacheWrite"/> that lives an hour.</summary>
    public long? CacheWriteHour { get; init; }

    public long? Reasoning { get; init; }

    /// <summary>The part of <see cref="Input"/> that came from the provider's own tools.</summary>
    public long? ToolInput { get; init; }

    public Modalities? InputBy { get; init; }

    public Modalities? CachedBy { get; init; }

    public Modalities? OutputBy { get; init; }

    public Modalities? ToolBy { get; init; }

    public long? WebSearches { get; init; }

    /// <summary>Conditions that change the price: the service tier, the speed, the region.</summary>
    public IReadOnlyList<string> Tiers { get; init; } = [];

    /// <summary>As the in-process clients carry it.</summary>
    internal UsageDetails ToDetails()
    {
        AdditionalPropertiesDictionary<long>? counts = null;
        Keep(CallKeys.CacheWriteTokens, CacheWrite);
        Keep(CallKeys.CacheWriteHourTokens, CacheWriteHour);
        Keep(CallKeys.InputAudioTokens, InputBy?.Audio);
        Keep(CallKeys.CachedAudioTokens, CachedBy?.Audio);
        Keep(CallKeys.OutputAudioTokens, OutputBy?.Audio);
        Keep(CallKeys.InputImageTokens, InputBy?.Image);
        Keep(CallKeys.CachedImageTokens, CachedBy?.Image);
        Keep(CallKeys.OutputImageTokens, OutputBy?.Image);
        Keep(CallKeys.WebSearches, WebSearches);
        foreach (var tier in Tiers)
            (counts ??= [])[TierPrefix + tier] = 1;
        return new UsageDetails
        {
            InputTokenCount = Input,
            OutputTokenCount = Output,
            TotalTokenCount = Total,
            CachedInputTokenCount = CacheRead,
            ReasoningTokenCount = Reasoning,
            AdditionalCounts = counts,
        };

        void Keep(string key, long? count)
        {
            if (count is { } known)
                (counts ??= [])[key] = known;
        }
    }

    internal static ReportedUsage Of(UsageDetails details)
    {
        return new ReportedUsage
        {
            Input = details.InputTokenCount,
            Output = details.OutputTokenCount,
            Total = details.TotalTokenCount,
            CacheRead = details.CachedInputTokenCount,
            Reasoning = details.ReasoningTokenCount,
            CacheWrite = Count(CallKeys.CacheWriteTokens),
            CacheWriteHour = Count(CallKeys.CacheWriteHourTokens),
            WebSearches = Count(CallKeys.WebSearches),
            InputBy = Modalities.Of(null, Count(CallKeys.InputAudioTokens), Count(CallKeys.InputImageTokens), null),
            CachedBy = Modalities.Of(null, Count(CallKeys.CachedAudioTokens), Count(CallKeys.CachedImageTokens), null),
            OutputBy = Modalities.Of(null, Count(CallKeys.OutputAudioTokens), Count(CallKeys.OutputImageTokens), null),
            Tiers = details.AdditionalCounts is null ? []
                : [.. details.AdditionalCounts.Keys.Where(key => key.StartsWith(TierPrefix, StringComparison.Ordinal))
                    .Select(key => key[TierPrefix.Length..])],
        };

        long? Count(string key) => details.AdditionalCounts?.TryGetValue(key, out var count) == true ? count : null;
    }
}
