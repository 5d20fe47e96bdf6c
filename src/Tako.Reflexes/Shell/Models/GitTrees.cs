namespace Tako.Reflexes.Shell.Models;

/// <summary>What git does to the files in a working tree.</summary>
internal static class GitTrees
{
    private const string StashFirst = "Keep the changes first: 'git stash push' or a commit.";

    public static void Checkout(ShellCall call)
    {
        if (call.Has('f', "force", "bB"))
        {
            Git.Deny(call, "checkout-force", "throws away changes", StashFirst);
            return;
        }

        if (call.Has('p', "patch", "bB"))
            return;
        if (call.Has("ours") || call.Has("theirs") || call.Has("pathspec-from-file"))
        {
            Git.Deny(call, "checkout-paths", "throws away changes to files", StashFirst);
            return;
        }

        if (call.Has('b') || call.Has('B') || call.Has("orphan"))
            return;
        var dashes = call.IndexOf("--");
        var before = new List<string>();
        for (var index = 1; index < (dashes < 0 ? call.Count : dashes); index++)
        {
            var word = call.Words[index];
            if (word is "--conflict" or "--unified" or "-U" or "--inter-hunk-context")
                index++;
            else if (word is "--track" or "-t" && index + 1 < call.Count && call.Words[index + 1] is "direct" or "inherit")
                index++;
            else if (word.Length == 0 || word[0] != '-' || word == "-")
                before.Add(word);
        }

        var paths = (dashes >= 0 && dashes < call.Count - 1) || before.Count > 1;
        if (paths || before is ["." or "./" or "*" or ":/"])
            Git.Deny(call, "checkout-paths", "throws away changes to files", StashFirst);
    }

    public static void Restore(ShellCall call)
    {
        var staged = call.Has('S', "staged");
        if (call.Has('p', "patch") || (staged && !call.Has('W', "worktree")))
            return;
        if (call.Operands("sU", "source", "conflict").Count > 0 || call.Has("pathspec-from-file"))
            Git.Deny(call, "restore", "throws away changes to files",
                $"{StashFirst} 'git restore --staged' takes files out of the next commit only.");
    }
}
