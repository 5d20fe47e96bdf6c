namespace Tako.Reflexes.Shell.Models;

/// <summary>git: what throws away work or changes what others share.</summary>
internal static class Git
{
    private const string StashFirst = "Keep the work first: 'git stash push -u', or commit it to a branch.";

    public static void AddTo(Dictionary<string, Action<ShellCall>> models) => models["git"] = Judge;

    private static void Judge(ShellCall call)
    {
        var index = 1;
        for (; index < call.Count; index++)
        {
            var word = call.Words[index];
            if (word is "-C" or "-c" or "--git-dir" or "--work-tree" or "--namespace" or "--config-env" or "--exec-path"
                or "--super-prefix")
                index++;
            else if (word.Length == 0 || word[0] != '-')
                break;
        }

        if (Alias(call) is { } alias)
            Wrappers.Text(call, alias);
        if (index >= call.Count)
            return;
        var command = new ShellCall(call.From(index), call.Feed, call.Inline, call.Walk);
        if (command.Has("help") || command.Says("-h"))
            return;
        switch (command.Name)
        {
            case "reset":
                Reset(command);
                break;
            case "clean":
                if (!command.Has('n', "dry-run") && (command.Has('f', "force") || command.Has('x') || command.Has('d')))
                    Deny(command, "clean", "removes files that git does not know",
                        "Look with 'git clean -n' first; keep them with 'git stash push -u'.");
                break;
            case "checkout":
                GitTrees.Checkout(command);
                break;
            case "switch":
                if (command.Has("discard-changes") || command.Has('f', "force", "cC"))
                    Deny(command, "switch-force", "throws away changes", StashFirst);
                break;
            case "restore":
                GitTrees.Restore(command);
                break;
            case "worktree":
                if (command.Says("remove") && (command.Has('f', "force")))
                    Deny(command, "worktree-force", "removes a working tree with changes in it", "Leave --force out.");
                break;
            default:
                GitHistory.Judge(command);
                break;
        }
    }

    public static void Deny(ShellCall call, string what, string reason, string wayOut) =>
        call.Walk.Deny($"git.{what}", $"git {call.Name}", reason, wayOut);

    public static void Ask(ShellCall call, string what, string reason, string wayOut) =>
        call.Walk.Ask($"git.{what}", $"git {call.Name}", reason, wayOut);

    private static void Reset(ShellCall call)
    {
        if (call.Has("hard"))
            Deny(call, "reset-hard", "throws away all changes that are not committed", StashFirst);
        else if (call.Has("merge"))
            Deny(call, "reset-merge", "throws away changes that are staged", StashFirst);
    }

    // "git -c alias.x='!rm -rf ~' x" runs what the alias says.
    private static string? Alias(ShellCall call)
    {
        for (var index = 1; index < call.Count; index++)
        {
            var word = call.Words[index].AsSpan();
            if (word is "-c" && index + 1 < call.Count)
                word = call.Words[index + 1];
            else if (word.StartsWith("-c"))
                word = word[2..];
            else
                continue;
            var equals = word.IndexOf('=');
            if (equals > 0 && word[(equals + 1)..] is ['!', .. var script])
                return script.ToString();
        }

        return null;
    }
}
