using Tako.Brain;
using Tako.Limbs;
using Tako.Reports;
using Tako.Tasks;

namespace Tako.Arms.Judging;

/// <summary>Checks what arms claim against what they did: a claim without its action is not believed.</summary>
internal static class ClaimCheck
{
    public static IReadOnlyList<string> Unsupported(IEnumerable<ArmReport> reports, Limb limb) =>
    [
        .. reports.SelectMany(report => report.Claims.Where(claim => !SourceClaims.Is(claim) && !Holds(claim, report, limb))
            .Select(claim => $"{report.Arm}: \"{claim.Text}\" ({claim.Evidence})")),
    ];

    private static bool Holds(Claim claim, ArmReport report, Limb limb)
    {
        var (kind, what) = claim.Evidence.Split(':', 2) is [var left, var right] ? (left, right) : ("", "");
        return kind switch
        {
            "tests" => report.Trace.Actions.Any(action => action is { Tool: "test", Outcome: "green" } && action.InputHash == what),
            "file" => limb.Files().Contains(what) || report.Proposal?.Origins.Any(origin => origin.Path == what) == true,
            "action" => int.TryParse(what, out var number)
                && report.Trace.Actions.Any(action => action.Number == number && action.Outcome is "done" or "green"),
            _ => false,
        };
    }
}
