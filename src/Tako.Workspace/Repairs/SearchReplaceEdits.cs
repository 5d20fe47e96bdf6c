using System.Text;

namespace Tako.Workspace.Repairs;

/// <summary>Blocks of <c>&lt;&lt;&lt;&lt;&lt;&lt;&lt; SEARCH</c>, <c>=======</c>, <c>&gt;&gt;&gt;&gt;&gt;&gt;&gt;
/// REPLACE</c> under the name of a file.</summary>
internal static class SearchReplaceEdits
{
    public static bool TryRead(string[] lines, FoundEdits found)
    {
        var any = false;
        string? name = null;
        for (var at = 0; at < lines.Length; at++)
        {
            if (!IsMark(lines[at], '<', "SEARCH"))
                continue;
            any = true;
            name = FileNames.Above(lines, at) ?? name;
            var start = at + 1;
            var (old, middle) = Gather(lines, start, line => IsMark(line, '=', ""));
            var (now, end) = Gather(lines, middle + 1, line => IsMark(line, '>', "REPLACE"));
            if (end >= lines.Length)
            {
                found.Fault("search/replace", start, "the block is cut off; close it with '=======' and '>>>>>>> REPLACE'");
                return true;
            }

            at = end;
            if (found.Path(name, "search/replace", start) is not { } path)
                continue;
            found.Edits.Add(old.Trim().Length == 0
                ? new Edit.Write { Path = path, Content = now }
                : new Edit.Replace { Path = path, Find = old, With = now });
        }

        return any;
    }

    private static bool IsMark(string line, char sign, string word)
    {
        var text = line.TrimEnd();
        var signs = text.AsSpan().Length - text.AsSpan().TrimStart(sign).Length;
        return signs is >= 5 and <= 9 && text.AsSpan(signs).Trim().Equals(word, StringComparison.OrdinalIgnoreCase);
    }

    private static (string Text, int End) Gather(string[] lines, int at, Func<string, bool> isEnd)
    {
        var text = new StringBuilder();
        for (; at < lines.Length && !isEnd(lines[at]); at++)
            text.Append(lines[at]).Append('\n');
        return (text.ToString(), at);
    }
}
