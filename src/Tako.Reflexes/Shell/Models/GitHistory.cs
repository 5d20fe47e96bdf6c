namespace Tako.Reflexes.Shell.Models;

/// <summary>What git does to commits, branches, stashes and other repositories.</summary>
internal static class GitHistory
{
    public static void Judge(ShellCall call)
    {
        switch (call.Name)
        {
            case "push":
                Push(call);
                break;
            case "branch":
                if (call.Has('D') || (call.Has('d', "delete") && call.Has('f', "force")))
                    Git.Deny(call, "branch-delete", "removes a branch that may not be merged",
                        "Use 'git branch -d', which keeps unmerged work.");
                else if (call.Has('M') || call.Has('C') || call.Has('f', "force"))
                    Git.Ask(call, "branch-force", "writes over a branch", "Leave the force out.");
                break;
            case "stash":
                if (call.Says("clear") || call.Says("drop"))
                    Git.Deny(call, "stash-drop", "throws away kept work", "Use 'git stash apply' and leave the stash where it is.");
                break;
            case "tag":
                if (call.Has('d', "delete") || call.Has('f', "force"))
                    Git.Ask(call, "tag", "removes or moves a tag", "Make a new tag.");
                break;
            case "rebase":
                if (!(call.Has("abort") || call.Has("continue") || call.Has("skip") || call.Has("quit")))
                    Git.Ask(call, "rebase", "rewrites commits", "Mark the place first with 'git branch backup', or merge.");
                break;
            case "filter-branch" or "filter-repo":
                Git.Deny(call, "rewrite", "rewrites the whole history", "Work on a fresh clone and ask a person.");
                break;
            case "reflog":
                if (call.Says("expire") || call.Says("delete"))
                    Git.Deny(call, "reflog", "removes what lost commits can be found by", "Leave it to git's own expiry.");
                break;
            case "gc" or "prune":
                if (!call.Has('n', "dry-run") && (call.Name == "prune"
                    || call.Words.Any(static word => word is "--prune=now" or "--prune=all")))
                    Git.Ask(call, "prune", "removes commits that no branch leads to", "Run 'git gc' without --prune.");
                break;
            case "update-ref":
                if (call.Has('d'))
                    Git.Deny(call, "update-ref", "removes a branch or tag", "Use 'git branch -d'.");
                break;
            case "rm":
                if (call.Has('f', "force") && !call.Has("cached") && !call.Has('n', "dry-run"))
                    Git.Ask(call, "rm-force", "removes files with changes in them", "Leave the force out.");
                break;
            case "submodule":
                if (call.Says("deinit") && call.Has('f', "force"))
                    Git.Ask(call, "submodule", "removes submodules with changes in them", "Leave the force out.");
                else if (call.Says("foreach"))
                    Wrappers.Text(call, string.Join(' ', call.Operands().Skip(1)));
                break;
            case "remote":
                if (call.Says("remove") || call.Says("rm") || call.Says("set-url"))
                    Git.Ask(call, "remote", "changes where the repository is pushed to", "Leave remotes as they are.");
                break;
            case "bisect":
                if (call.IndexOf("run") is > 0 and var run)
                    call.Run(run + 1);
                break;
            case "config":
                if (call.Has("global") || call.Has("system"))
                    Git.Ask(call, "config", "changes git for every repository", "Set it for this repository only.");
                break;
        }
    }

    private static void Push(ShellCall call)
    {
        if (call.Has('n', "dry-run"))
            return;
        var lease = call.Words.Any(static word => word.StartsWith("--force-with-lease", StringComparison.Ordinal)
            || word.StartsWith("--force-if-includes", StringComparison.Ordinal));
        var force = call.Words.Any(static word => word == "--force" || (word.Length > 1 && word[0] == '-' && word[1] != '-'
            && word.Contains('f')));
        var references = call.Operands("o", "push-option", "receive-pack", "repo", "exec").Skip(1).ToList();
        if ((force && !lease) || references.Exists(static reference => reference.StartsWith('+')))
            Git.Deny(call, "push-force", "writes over what others have pushed",
                "Use 'git push --force-with-lease', or push to a new branch.");
        if (call.Has("mirror"))
            Git.Deny(call, "push-mirror", "makes the other repository equal to this one, whatever it holds", "Push the branch by name.");
        if (call.Has('d', "delete") || call.Has("prune") || references.Exists(static reference => reference is [':', _, ..]))
            Git.Deny(call, "push-delete", "removes branches or tags for everyone", "Ask a person to remove them.");
    }
}
