namespace Tako.Core.Budgets;

/// <summary>The most that a call may use: tokens in and out together, and US dollars.</summary>
public readonly record struct Amount(long Tokens, decimal Usd)
{
    /// <summary>Beyond this a number is a mistake or an attack, and sums could overflow.</summary>
    internal const long Most = 1_000_000_000_000_000;

    internal bool Sane => Tokens is >= 0 and <= Most && Usd is >= 0 and <= Most;
}
