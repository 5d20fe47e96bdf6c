using System.Text.Json;
using Tako.Arms.Judging;
using Tako.Limbs;
using Tako.Reports;
using Tako.Workspace.Guard;

namespace Tako.Arms.Guarding;

/// <summary>
/// Holds a change against the constitution by its content, with the judge's evidence. It decides nothing alone: the write
/// itself asks the guard again.
/// </summary>
public sealed class GuardianArm : IArm
{
    private readonly Func<ArmContext, Judgement?, GuardVerdict> _judge;

    internal GuardianArm(Func<ArmContext, Judgement?, GuardVerdict> judge) => _judge = judge;

    public string Name => "guardian";

    public string Purpose => "Holds a change against the constitution: protected files, secrets, size, tampered tests.";

    public IReadOnlyList<string> Tools => [];

    public ValueTask<ArmOutcome> WorkAsync(Assignment assignment, ArmContext context, CancellationToken cancellationToken)
    {
        var judgement = assignment.Value("judge", value => value.Deserialize(ArmsJson.Default.Judgement));
        var verdict = _judge(context, judgement);
        var (word, findings) = verdict switch
        {
            GuardVerdict.Allow allow => ("allow", allow.Notes),
            GuardVerdict.Ask ask => ("ask", ask.Findings),
            GuardVerdict.Deny deny => ("deny", deny.Findings),
            _ => throw new InvalidOperationException($"Unknown verdict {verdict}."),
        };
        var objections = new Objections
        {
            Changes = context.Limb.Changes.Hash,
            Verdict = word,
            Findings = [.. findings.Select(finding => finding.ToString())],
            ByCommand = findings.Any(finding => finding.Severity == Severity.Deny
                && judgement is not null && judgement.Commands.Any(run => run.Rule == finding.Rule)),
            Risk = verdict is GuardVerdict.Ask asked ? asked.Risk.ToString().ToLowerInvariant() : null,
        };
        context.Trace.Add("guard", context.Limb.Changes.Hash[..12], context.Limb.Changes.Hash, null, word == "allow" ? "done" : "denied");
        return new(new ArmOutcome.Done(new ArmReport
        {
            Arm = Name,
            Summary = word == "allow"
                ? "The constitution allows it."
                : $"The constitution says {word}: {string.Join("; ", objections.Findings.Take(3))}",
            Confidence = 1,
            Value = JsonSerializer.SerializeToElement(objections, ArmsJson.Default.Objections),
            Trace = context.Trace.Trace,
        }));
    }
}
