using Tako.Reflexes.Shell.Syntax;

namespace Tako.Reflexes.Shell;

/// <summary>Judges one simple command: what its words substitute, where it writes, and what it runs.</summary>
internal static class SimpleCommands
{
    public static void Visit(ShellNode.Simple simple, Feed feed, ShellWalk walk)
    {
        var substitutes = false;
        foreach (var word in simple.Words)
            substitutes |= VisitSubstitutions(word, walk);
        foreach (var assignment in simple.Assignments)
            VisitSubstitutions(assignment.Value, walk);
        foreach (var redirection in simple.Redirections)
            feed = Redirections.Judge(redirection, feed, walk, simple);
        var inline = substitutes ? Feeds.Inline(simple.Words, walk) : Feed.Nothing;
        if (simple.Assignments.Count == 0)
        {
            walk.Run(Words(simple, walk), feed, inline);
            return;
        }

        var before = walk.Scope.Save();
        foreach (var assignment in simple.Assignments)
            walk.Scope.Set(assignment.Name, walk.Scope.Text(assignment.Value));
        if (simple.Words.Count == 0)
            return;
        walk.Run(Words(simple, walk), feed, inline);
        walk.Scope.RestoreVariables(before);
    }

    /// <summary>Judges the scripts inside a word; whether there were any.</summary>
    public static bool VisitSubstitutions(ShellWord word, ShellWalk walk)
    {
        var any = false;
        foreach (var part in word.Parts)
        {
            if (part.Script is { } script)
            {
                walk.VisitInside(script, Feed.Unknown);
                any = true;
            }

            if (part.Inner is { } inner)
                any |= VisitSubstitutions(inner, walk);
        }

        return any;
    }

    private static List<string> Words(ShellNode.Simple simple, ShellWalk walk)
    {
        var words = new List<string>(simple.Words.Count);
        foreach (var word in simple.Words)
            walk.Scope.Expand(word, words);
        return words;
    }
}
