using System.Text;

namespace Tako.Workspace.Repairs;

/// <summary>The envelope that starts with <c>*** Begin Patch</c> and names a file with <c>*** Update File:</c> and the like.</summary>
internal static class EnvelopeEdits
{
    private const string Begin = "*** Begin Patch";
    private const string End = "*** End Patch";
    private const string Update = "*** Update File:";
    private const string Add = "*** Add File:";
    private const string Delete = "*** Delete File:";
    private const string Move = "*** Move to:";

    public static bool TryRead(string[] lines, FoundEdits found)
    {
        var at = Array.FindIndex(lines, line => line.TrimEnd() == Begin);
        if (at < 0)
            return false;
        for (at++; at < lines.Length && lines[at].TrimEnd() != End;)
        {
            var line = lines[at++];
            if (Argument(line, Add) is { } added)
                at = ReadAdded(lines, at, added, found);
            else if (Argument(line, Delete) is { } deleted)
                ReadDeleted(deleted, at, found);
            else if (Argument(line, Update) is { } updated)
                at = ReadUpdated(lines, at, updated, found);
            else if (line.Trim().Length > 0)
                found.Fault("patch", at, "expected '*** Update File:', '*** Add File:' or '*** Delete File:'");
        }

        return true;
    }

    private static string? Argument(string line, string head) =>
        line.StartsWith(head, StringComparison.Ordinal) ? line[head.Length..].Trim() : null;

    private static int ReadAdded(string[] lines, int at, string name, FoundEdits found)
    {
        var path = found.Path(name, "patch", at);
        var content = new StringBuilder();
        for (; at < lines.Length && !lines[at].StartsWith("*** ", StringComparison.Ordinal); at++)
        {
            if (lines[at].StartsWith('+'))
                content.Append(lines[at].AsSpan(1)).Append('\n');
            else if (lines[at].Length > 0)
                found.Fault("patch", at + 1, "a line of a new file must start with '+'");
        }

        if (path is { } made)
            found.Edits.Add(new Edit.Write { Path = made, Content = content.ToString() });
        return at;
    }

    private static void ReadDeleted(string name, int line, FoundEdits found)
    {
        if (found.Path(name, "patch", line) is { } path)
            found.Edits.Add(new Edit.Delete { Path = path });
    }

    private static int ReadUpdated(string[] lines, int at, string name, FoundEdits found)
    {
        var path = found.Path(name, "patch", at);
        string? target = null;
        if (at < lines.Length && Argument(lines[at], Move) is { } moved)
            (target, at) = (moved, at + 1);
        while (at < lines.Length && !lines[at].StartsWith("*** ", StringComparison.Ordinal))
        {
            if (lines[at].StartsWith("@@", StringComparison.Ordinal))
                at++;
            var hunk = new HunkLines();
            while (at < lines.Length && !lines[at].StartsWith("@@", StringComparison.Ordinal)
                && !lines[at].StartsWith("*** ", StringComparison.Ordinal))
            {
                if (!hunk.Take(lines[at++]))
                    found.Fault("patch", at, "a line of a change must start with ' ', '-' or '+'");
            }

            if (at < lines.Length && lines[at].StartsWith("*** End of File", StringComparison.Ordinal))
                at++;
            if (path is { } edited && hunk.ToEdit(edited, null) is { } edit)
                found.Edits.Add(edit);
        }

        if (path is { } from && target is not null && found.Path(target, "patch", at) is { } to)
            found.Edits.Add(new Edit.Rename { Path = from, To = to });
        return at;
    }
}
