namespace Tako.Models.Health;

/// <summary>
/// How a model did lately: averages in which each call weighs a tenth, so that about the last twenty count. Chains whose order is
/// learned are put in order by <see cref="Score"/>.
/// </summary>
public sealed record CallStatistics(string Provider, string Model)
{
    internal const double Weight = 0.1;

    // A model that was never asked is neither praised nor blamed.
    private const double UnknownSuccess = 0.95;

    /// <summary>Attempts that were counted.</summary>
    public long Attempts { get; init; }

    /// <summary>Share of attempts that gave a whole answer; null before the first.</summary>
    public double? Success { get; init; }

    /// <summary>Until the first content of an answer.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>US dollars of one answer; null where a price is not known.</summary>
    public double? Usd { get; init; }

    /// <summary>
    /// Success against time and money, larger is better: success to the fourth, divided by the square roots of latency and cost,
    /// both relative to the usual of the chain (<paramref name="latency"/>, <paramref name="usd"/>).
    /// Four times as slow, or four times as dear, weighs as much as 16 % fewer answers.
    /// </summary>
    internal double Score(double latency, double usd) => Math.Pow(Success ?? UnknownSuccess, 4)
        / Math.Sqrt(Relative(Latency?.TotalSeconds, latency)) / Math.Sqrt(Relative(Usd, usd));

    private static double Relative(double? own, double usual) =>
        own is { } known && usual > 0 ? Math.Clamp(known / usual, 0.05, 20) : 1;
}
