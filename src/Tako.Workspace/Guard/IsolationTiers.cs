namespace Tako.Workspace.Guard;

/// <summary>Names of tiers in their order: a larger number isolates less.</summary>
internal static class IsolationTiers
{
    public static bool IsKnown(string tier) => tier is ['L', >= '1' and <= '4'];

    /// <summary>Whether a run at <paramref name="tier"/> is isolated at least as well as <paramref name="minimum"/>
    /// asks; unknown names are not.</summary>
    public static bool Holds(string tier, string minimum) => IsKnown(tier) && IsKnown(minimum) && tier[1] <= minimum[1];

    /// <summary>The one of two known tiers that isolates more.</summary>
    public static string Stricter(string one, string other) => Holds(other, one) ? other : one;
}
