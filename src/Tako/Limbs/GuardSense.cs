using Tako.Workspace.Guard;
using Tako.Workspace.Overlay;
using Tako.Workspace.Senses;
using Tako.Workspace.Senses.Ladder;

namespace Tako.Limbs;

/// <summary>What the guard would never let through, felt before any test runs.</summary>
internal sealed class GuardSense(IntentGuard guard) : ISense
{
    public string Rung => "guard";

    public ValueTask<Feeling> FeelAsync(Shadow shadow, CancellationToken cancellationToken)
    {
        var pains = guard.PreCheck(shadow.Changes, new GuardCapability())
            .Where(finding => finding.Severity == Severity.Deny)
            .Select(finding => new Pain
            {
                Rung = Rung,
                Tool = "guard",
                Code = finding.Rule,
                File = finding.Path,
                Line = finding.Line > 0 ? finding.Line : null,
                Message = $"{finding.Message} {finding.WayOut}",
                WorkspaceHash = shadow.Hash,
            })
            .ToList();
        return new(pains.Count > 0 ? new Feeling.Hurt(pains) : new Feeling.Well());
    }
}
