using System.Globalization;
using Tako.Reflexes.Policies;

namespace Tako.Reflexes.Limits;

/// <summary>An effect as the lists of a policy name it.</summary>
internal static class EffectNames
{
    private const string Arm = "arm/";

    public static string ArmOf(string actor) => actor.StartsWith(Arm, StringComparison.Ordinal) ? actor[Arm.Length..] : actor;

    public static bool Fits(string tool, string actor, IReadOnlyList<string> tools, IReadOnlyList<string> arms) =>
        (tools.Count == 0 || AccessLists.Fits(tools, tool)) && (arms.Count == 0 || AccessLists.Fits(arms, ArmOf(actor)));

    /// <summary>What a limit is about, for people.</summary>
    public static string Of(IReadOnlyList<string> tools, IReadOnlyList<string> arms)
    {
        var by = arms.Count == 0 ? "all arms" : string.Join(", ", arms);
        return tools.Count == 0 ? by : $"{by} on {string.Join(", ", tools)}";
    }

    public static string Seconds(TimeSpan wait) => Math.Max(0.1, Math.Ceiling(wait.TotalSeconds * 10) / 10)
        .ToString("0.0", CultureInfo.InvariantCulture);
}
