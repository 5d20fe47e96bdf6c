namespace Tako.Core.Budgets;

/// <summary>Where a budget stands at one moment.</summary>
public sealed record BudgetStatus
{
    public required BudgetLimits Limits { get; init; }

    /// <summary>Charged for calls that ended, those of children included; unknown calls at their whole reservation.</summary>
    public required Amount Settled { get; init; }

    /// <summary>Held by calls under way and by what open children were granted and have not spent.</summary>
    public required Amount Reserved { get; init; }

    /// <summary>Ended calls whose usage stayed unknown, so that <see cref="Settled"/> is an upper bound for them.</summary>
    public required int UnknownCalls { get; init; }

    public required TimeSpan Elapsed { get; init; }

    /// <summary>Tokens that a reservation could still get, seen over the whole path to the root; null when nothing limits them.</summary>
    public required long? TokensLeft { get; init; }

    /// <summary>US dollars that a reservation could still get; null when nothing limits them.</summary>
    public required decimal? UsdLeft { get; init; }

    /// <summary>A provider used more than was reserved for it, here or below: nothing is reserved until a person allows it.</summary>
    public required bool Blocked { get; init; }

    /// <summary>How much is gone, from 0 to 1: the largest share over tokens, dollars and time.</summary>
    public double Share => Math.Clamp(Math.Max(
        Math.Max(Of(Settled.Tokens, Limits.Tokens), Of((double)Settled.Usd, (double?)Limits.Usd)),
        Of(Elapsed.TotalSeconds, Limits.Time?.TotalSeconds)), 0, 1);

    private static double Of(double used, double? limit) => limit switch
    {
        null => 0,
        <= 0 => 1,
        { } most => used / most,
    };
}
