using System.Globalization;
using System.Text.RegularExpressions;

namespace Tako.Workspace.Repairs;

/// <summary>Unified diffs, git's additions included: new, deleted and renamed files.</summary>
internal static partial class DiffEdits
{
    public static bool TryRead(string[] lines, FoundEdits found)
    {
        var any = false;
        for (var at = 0; at < lines.Length;)
        {
            if (lines[at].StartsWith("rename from ", StringComparison.Ordinal) && at + 1 < lines.Length
                && lines[at + 1].StartsWith("rename to ", StringComparison.Ordinal))
            {
                any = true;
                at = ReadRename(lines, at, found);
            }
            else if (lines[at].StartsWith("--- ", StringComparison.Ordinal) && at + 1 < lines.Length
                && lines[at + 1].StartsWith("+++ ", StringComparison.Ordinal))
            {
                any = true;
                at = ReadFile(lines, at, found);
            }
            else
            {
                at++;
            }
        }

        return any;
    }

    // The moved file's hunks follow under its new name, so the move comes first.
    private static int ReadRename(string[] lines, int at, FoundEdits found)
    {
        var from = found.Path(lines[at]["rename from ".Length..].Trim(), "diff", at + 1);
        var to = found.Path(lines[at + 1]["rename to ".Length..].Trim(), "diff", at + 2);
        if (from is { } path && to is { } target)
            found.Edits.Add(new Edit.Rename { Path = path, To = target });
        return at + 2;
    }

    private static int ReadFile(string[] lines, int at, FoundEdits found)
    {
        var (old, now) = (Name(lines[at][4..], "a/"), Name(lines[at + 1][4..], "b/"));
        var renamed = found.Edits.LastOrDefault() is Edit.Rename { To.Value: var target } && target == now;
        var path = found.Path(now ?? old, "diff", at + 2);
        at += 2;
        var isNew = old is null;
        while (at < lines.Length && Header().Match(lines[at]) is { Success: true } header)
        {
            var hunk = new HunkLines();
            var (oldCount, newCount) = (Number(header, 2, 1), Number(header, 4, 1));
            at++;
            while (at < lines.Length && !EndsHunk(lines, at, hunk, oldCount, newCount) && hunk.Take(lines[at]))
                at++;
            if (path is not { } edited || now is null)
                continue;
            if (isNew)
                found.Edits.Add(new Edit.Write { Path = edited, Content = hunk.New });
            else if (hunk.ToEdit(edited, Number(header, 1, 1)) is { } edit)
                found.Edits.Add(edit);
        }

        if (path is { } gone && now is null)
            found.Edits.Add(new Edit.Delete { Path = gone });
        else if (path is { } moved && !renamed && old is not null && old != now && found.Path(old, "diff", at) is { } from)
            InsertRename(found, new Edit.Rename { Path = from, To = moved });
        return at;
    }

    private static void InsertRename(FoundEdits found, Edit.Rename rename)
    {
        var first = found.Edits.FindIndex(edit => edit.Path == rename.To);
        found.Edits.Insert(first < 0 ? found.Edits.Count : first, rename);
    }

    // Models miscount; the counts decide only where the text alone leaves it open.
    private static bool EndsHunk(string[] lines, int at, HunkLines hunk, int oldCount, int newCount)
    {
        var line = lines[at];
        var isFull = hunk.OldCount >= oldCount && hunk.NewCount >= newCount;
        if (line.StartsWith("@@ ", StringComparison.Ordinal) || line.StartsWith("diff --git ", StringComparison.Ordinal)
            || line.StartsWith("```", StringComparison.Ordinal))
            return true;
        if (line.StartsWith("--- ", StringComparison.Ordinal) && at + 1 < lines.Length
            && lines[at + 1].StartsWith("+++ ", StringComparison.Ordinal))
            return isFull;
        return isFull && line.Length == 0;
    }

    private static string? Name(string header, string prefix)
    {
        var name = header.Split('\t')[0].Trim();
        if (name is "/dev/null")
            return null;
        if (name.Length > 1 && name[0] == '"' && name[^1] == '"')
            name = name[1..^1];
        return name.StartsWith(prefix, StringComparison.Ordinal) ? name[2..] : name;
    }

    private static int Number(Match header, int group, int otherwise) =>
        int.TryParse(header.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    [GeneratedRegex(@"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Header();
}
