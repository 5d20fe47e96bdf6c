namespace Tako.Models.Pricing;

/// <summary>
/// The tokens of a call in parts that do not overlap, so that each is charged once. What a provider did not tell apart is in
/// <see cref="Input"/> or <see cref="Output"/>.
/// </summary>
public readonly record struct TokenBuckets
{
    /// <summary>Read anew, of no other kind below.</summary>
    public long Input { get; init; }

    public long CacheRead { get; init; }

    /// <summary>Written to the cache for its usual few minutes.</summary>
    public long CacheWrite { get; init; }

    public long CacheWriteHour { get; init; }

    public long AudioInput { get; init; }

    public long CachedAudio { get; init; }

    public long ImageInput { get; init; }

    public long CachedImage { get; init; }

    /// <summary>Written, of no other kind below.</summary>
    public long Output { get; init; }

    public long Reasoning { get; init; }

    public long AudioOutput { get; init; }

    public long ImageOutput { get; init; }

    /// <summary>Divides what was reported. Parts that contradict their whole are believed, and the rest is none.</summary>
    public static TokenBuckets Of(ReportedUsage usage)
    {
        var (input, output) = (usage.Input ?? 0, usage.Output ?? 0);
        var (audio, image, read) = (usage.InputBy?.Audio ?? 0, usage.InputBy?.Image ?? 0, usage.CacheRead ?? 0);
        // Where the cached kinds are not told, text is taken to be cached first: it comes first in a prompt.
        var beyondText = Math.Max(0, read - Math.Max(0, input - audio - image));
        var cachedAudio = Math.Min(audio, usage.CachedBy?.Audio ?? beyondText);
        var cachedImage = Math.Min(image, usage.CachedBy?.Image ?? Math.Max(0, beyondText - cachedAudio));
        var written = usage.CacheWrite ?? (usage.CacheWriteMinutes ?? 0) + (usage.CacheWriteHour ?? 0);
        var hour = Math.Min(written, usage.CacheWriteHour ?? 0);
        var (reasoning, sound, picture) = (usage.Reasoning ?? 0, usage.OutputBy?.Audio ?? 0, usage.OutputBy?.Image ?? 0);
        return new TokenBuckets
        {
            CacheRead = Math.Max(0, read - cachedAudio - cachedImage),
            CacheWrite = written - hour,
            CacheWriteHour = hour,
            AudioInput = audio - cachedAudio,
            CachedAudio = cachedAudio,
            ImageInput = image - cachedImage,
            CachedImage = cachedImage,
            Input = Math.Max(0, input - read - written - (audio - cachedAudio) - (image - cachedImage)),
            Reasoning = reasoning,
            AudioOutput = sound,
            ImageOutput = picture,
            Output = Math.Max(0, output - reasoning - sound - picture),
        };
    }
}
