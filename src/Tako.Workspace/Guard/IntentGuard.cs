using Tako.Workspace.Overlay;

namespace Tako.Workspace.Guard;

/// <summary>
/// Decides whether a change set may be written, from its content alone: the same change, evidence and law always get
/// the same verdict. Nothing writes to a repository without the <see cref="GuardVerdict.Allow"/> made here.
/// </summary>
/// <param name="scan">Finds secrets in a text; see <see cref="SecretHit"/>.</param>
/// <param name="known">Exact secrets of this machine (keys of providers, tokens) that must never be written.</param>
public sealed class IntentGuard(Constitution law, Func<string, IReadOnlyList<SecretHit>> scan, IReadOnlyList<string> known)
{
    public GuardVerdict Judge(ChangeSet changes, Evidence? evidence, GuardCapability capability) =>
        new GuardVerdict.Deny([]);

    /// <summary>What the rules say before any test ran.</summary>
    public IReadOnlyList<GuardFinding> PreCheck(ChangeSet changes, GuardCapability capability) => [];

    internal (Constitution, Func<string, IReadOnlyList<SecretHit>>, IReadOnlyList<string>) Parts => (law, scan, known);
}
