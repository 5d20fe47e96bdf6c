namespace Tako.Server.Spend;

/// <summary>What calls have in common that are added up together.</summary>
/// <param name="Hour">Hours since 1970 of UTC, of the moment when they were admitted.</param>
/// <param name="Tags">Joined by a line break, in order; empty without any.</param>
internal readonly record struct SpendBy(long Hour, string Key, string Team, string Model, string Tags)
{
    public const char Between = '\n';

    public static SpendBy Of(SpendRecord record) => new(HourOf(record.At), record.Key, record.Team ?? "", record.Model,
        record.Tags is null ? "" : string.Join(Between, record.Tags));

    public static long HourOf(DateTimeOffset moment) => moment.UtcTicks / TimeSpan.TicksPerHour - Epoch;

    public DateTimeOffset Begins => new((Hour + Epoch) * TimeSpan.TicksPerHour, TimeSpan.Zero);

    public bool Has(string tag) => Tags.Length > 0 && Tags.Split(Between).Contains(tag);

    private static long Epoch { get; } = DateTimeOffset.UnixEpoch.UtcTicks / TimeSpan.TicksPerHour;
}

/// <summary>Calls added up.</summary>
public readonly record struct SpendSum
{
    public static SpendSum None => default;

    public long Calls { get; init; }

    /// <summary>Ended without an answer.</summary>
    public long Failed { get; init; }

    /// <summary>Answered from a cache.</summary>
    public long Cached { get; init; }

    /// <summary>Counted here because no provider told.</summary>
    public long Estimated { get; init; }

    /// <summary>Charged at their reservation because nobody knows what they used.</summary>
    public long Unknown { get; init; }

    /// <summary>With a model whose price is not known: tokens count, dollars do not.</summary>
    public long Unpriced { get; init; }

    /// <summary>Input tokens that are known, cached ones included.</summary>
    public long Input { get; init; }

    /// <summary>The part of <see cref="Input"/> that was read from a provider's cache.</summary>
    public long CacheRead { get; init; }

    /// <summary>Output tokens that are known, reasoning included.</summary>
    public long Output { get; init; }

    /// <summary>Tokens that were charged.</summary>
    public long Tokens { get; init; }

    /// <summary>US dollars that were charged.</summary>
    public decimal Usd { get; init; }

    public static SpendSum Of(SpendRecord record)
    {
        var known = record.Tokens ?? default;
        var read = known.CacheRead + known.CachedAudio + known.CachedImage;
        var input = known.Input + read + known.CacheWrite + known.CacheWriteHour + known.AudioInput + known.ImageInput;
        var output = known.Output + known.Reasoning + known.AudioOutput + known.ImageOutput;
        return new SpendSum
        {
            Calls = 1,
            Failed = record.Outcome is "ok" or "abandoned" ? 0 : 1,
            Cached = record.Cached ? 1 : 0,
            Estimated = record.Estimated ? 1 : 0,
            Unknown = record.Tokens is null ? 1 : 0,
            Unpriced = record is { Usd: null, ChargedUsd: null } ? 1 : 0,
            Input = input,
            CacheRead = read,
            Output = output,
            // An answer from a cache used no provider's tokens.
            Tokens = record.Cached ? 0 : record.ChargedTokens ?? input + output,
            Usd = record.ChargedUsd ?? record.Usd ?? 0,
        };
    }

    public static SpendSum operator +(SpendSum one, SpendSum other) => new()
    {
        Calls = one.Calls + other.Calls,
        Failed = one.Failed + other.Failed,
        Cached = one.Cached + other.Cached,
        Estimated = one.Estimated + other.Estimated,
        Unknown = one.Unknown + other.Unknown,
        Unpriced = one.Unpriced + other.Unpriced,
        Input = one.Input + other.Input,
        CacheRead = one.CacheRead + other.CacheRead,
        Output = one.Output + other.Output,
        Tokens = one.Tokens + other.Tokens,
        Usd = one.Usd + other.Usd,
    };
}
