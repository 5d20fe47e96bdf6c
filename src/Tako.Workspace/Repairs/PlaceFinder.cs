using Tako.Workspace.Overlay;

namespace Tako.Workspace.Repairs;

/// <summary>Finds the one place in a text that an edit means, from strict to forgiving.</summary>
internal static class PlaceFinder
{
    public abstract record Match
    {
        private Match() { }

        /// <param name="Text">The replacement, fitted to the place.</param>
        public sealed record One(int Start, int End, string Text, int Line, string? Note) : Match;

        public sealed record Many(IReadOnlyList<int> Lines) : Match;

        public sealed record None : Match;
    }

    public static Match Find(FileText file, string find, string with, int? near)
    {
        var text = file.Lf;
        if (find.Length == 0)
            return Insert(text, with, near);
        return Exact(text, find, with, near)
            ?? ByLines(text, find, with, near, Forgiving.LineEnds)
            ?? ByLines(text, find, with, near, Forgiving.Indentation)
            ?? new Match.None();
    }

    private static Match Insert(string text, string with, int? near)
    {
        if (text.Length == 0 || near is 0)
            return new Match.One(0, 0, with, 1, null);
        if (near is not { } line)
            return new Match.None();
        // A hunk without old lines names the line that it follows.
        var lines = TextLines.Split(text);
        if (line > lines.Count || (line == lines.Count && !text.EndsWith('\n')))
            return new Match.None();
        var at = lines.Take(line).Sum(each => each.Length);
        return new Match.One(at, at, with, line + 1, null);
    }

    private static Match? Exact(string text, string find, string with, int? near)
    {
        const int Enough = 64;
        var starts = new List<int>();
        for (var at = text.IndexOf(find, StringComparison.Ordinal); at >= 0 && starts.Count < Enough;
            at = at + 1 < text.Length ? text.IndexOf(find, at + 1, StringComparison.Ordinal) : -1)
            starts.Add(at);

        // A text that ends with its line means whole lines: "a = 1\n" is not the end of "alpha = 1\n".
        if (find.EndsWith('\n') && starts.Any(at => AtLineStart(text, at)))
            starts.RemoveAll(at => !AtLineStart(text, at));
        if (starts.Count == 0)
            return null;
        return Choose(starts, at => LineOf(text, at), near, at => new Match.One(at, at + find.Length, with, LineOf(text, at), null));
    }

    private enum Forgiving { LineEnds, Indentation }

    private static Match? ByLines(string text, string find, string with, int? near, Forgiving how)
    {
        var (lines, wanted) = (TextLines.Split(text), TextLines.Split(find));
        while (wanted.Count > 0 && string.IsNullOrWhiteSpace(wanted[^1]))
            wanted.RemoveAt(wanted.Count - 1);
        if (wanted.Count == 0)
            return null;
        var found = new List<int>();
        for (var at = 0; at + wanted.Count <= lines.Count; at++)
        {
            if (how == Forgiving.LineEnds ? EqualButEnds(lines, wanted, at) : Indentation.ShiftOf(lines, wanted, at) is not null)
                found.Add(at);
        }

        if (found.Count == 0)
            return null;
        return Choose(found, at => at + 1, near, at => Fit(lines, wanted, at, with, how));
    }

    private static Match.One Fit(List<string> lines, List<string> wanted, int at, string with, Forgiving how)
    {
        var start = lines.Take(at).Sum(line => line.Length);
        var length = lines.Skip(at).Take(wanted.Count).Sum(line => line.Length);
        var text = how == Forgiving.Indentation ? Indentation.Apply(with, Indentation.ShiftOf(lines, wanted, at)!.Value) : with;
        text = text.TrimEnd('\n');
        if (text.Length > 0 && lines[at + wanted.Count - 1].EndsWith('\n'))
            text += '\n';
        return new Match.One(start, start + length, text, at + 1, how == Forgiving.LineEnds
            ? "matched after spaces at line ends were ignored"
            : "matched after the indentation was shifted");
    }

    private static bool EqualButEnds(List<string> lines, List<string> wanted, int at)
    {
        for (var index = 0; index < wanted.Count; index++)
        {
            if (!lines[at + index].AsSpan().TrimEnd().SequenceEqual(wanted[index].AsSpan().TrimEnd()))
                return false;
        }

        return true;
    }

    private static Match Choose(List<int> places, Func<int, int> line, int? near, Func<int, Match> one)
    {
        if (places.Count == 1)
            return one(places[0]);
        var exact = places.Where(place => line(place) == near).ToList();
        return exact.Count == 1 ? one(exact[0]) : new Match.Many([.. places.Select(line)]);
    }

    private static bool AtLineStart(string text, int at) => at == 0 || text[at - 1] == '\n';

    private static int LineOf(string text, int at) => text.AsSpan(0, at).Count('\n') + 1;
}
