using Tako.Workspace.Overlay;

namespace Tako.Workspace.Guard;

/// <summary>Which files may change at all; a rename counts for both its names, a new mode or link like new content.</summary>
internal static class PathRule
{
    private const UnixFileMode Special = UnixFileMode.SetUser | UnixFileMode.SetGroup | UnixFileMode.StickyBit;

    public static IEnumerable<GuardFinding> Judge(ChangeSet changes, Constitution law, GuardCapability capability)
    {
        foreach (var change in changes.Changes)
        {
            foreach (var path in change.From is { } from ? [from, change.Path] : new[] { change.Path })
            {
                if (Judge(path, law, capability) is { } finding)
                    yield return finding;
            }

            if (change.IsLink || change.Base is { IsLink: true })
                yield return new GuardFinding("link", Severity.Ask, change.Path, 0, "A symbolic link would change.",
                    "Leave the link, or approve.");
            if (change.Mode is { } mode && (mode & Special) != 0)
                yield return new GuardFinding("mode", Severity.Deny, change.Path, 0, "The file would run with another user's rights.",
                    "Leave the set-user, set-group and sticky bits alone.");
        }
    }

    private static GuardFinding? Judge(RepoPath path, Constitution law, GuardCapability capability)
    {
        if (IsBuiltInProtected(path) || Glob.MatchesAny(law.Protect, path.Value))
            return new GuardFinding("path.protected", Severity.Deny, path, 0, "The file is protected.",
                "Solve the task without changing it.");
        if (law.Write.Any(set => !Glob.MatchesAny(set, path.Value)))
            return new GuardFinding("path.write", Severity.Deny, path, 0, "The file is not among those that may be changed.",
                "Change only what the contract and the constitution allow.");
        if (!Glob.MatchesAny(capability.Write, path.Value))
            return new GuardFinding("path.write", Severity.Deny, path, 0, "The one who asks has no right to change the file.",
                "Change only the files that were granted.");
        return Glob.MatchesAny(law.Ask, path.Value)
            ? new GuardFinding("path.ask", Severity.Ask, path, 0, "The file steers other programs.",
                "Leave it alone, or approve the change.")
            : null;
    }

    // Whatever a constitution record was made with, these two hold.
    private static bool IsBuiltInProtected(RepoPath path) => path.Value.Split('/')
        .Any(part => part.Equals(".git", StringComparison.OrdinalIgnoreCase) || part.Equals(".tako", StringComparison.OrdinalIgnoreCase));
}
