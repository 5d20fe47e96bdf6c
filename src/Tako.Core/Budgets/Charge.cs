namespace Tako.Core.Budgets;

/// <summary>What a settled call costs its budget.</summary>
internal readonly record struct Charge(Amount Amount, bool Unknown, bool TokensOverrun, bool UsdOverrun)
{
    /// <summary>
    /// Real usage where it is known. What is unknown stays charged as reserved, or as the known part of it when that alone
    /// is more; a negative or absurd figure counts as unknown.
    /// </summary>
    public static Charge For(Amount most, Usage used)
    {
        var (input, output, usd) = (Sane(used.InputTokens), Sane(used.OutputTokens), Sane(used.Usd));
        var tokens = input + output ?? Math.Max(most.Tokens, (input ?? 0) + (output ?? 0));
        return new Charge(
            new Amount(tokens, usd ?? most.Usd),
            input is null || output is null || usd is null,
            tokens > most.Tokens,
            usd > most.Usd);
    }

    private static long? Sane(long? tokens) => tokens is >= 0 and <= Amount.Most ? tokens : null;

    private static decimal? Sane(decimal? usd) => usd is >= 0 and <= Amount.Most ? usd : null;
}
