using System.Globalization;
using System.Text;

namespace Tako.Workspace.Overlay;

/// <summary>Writes changes in git's extended unified format: three lines of context, modes, renames, binary literals.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    public static string Write(ChangeSet changes)
    {
        var text = new StringBuilder();
        foreach (var change in changes.Changes)
            Write(text, change);
        return text.ToString();
    }

    private static void Write(StringBuilder text, Change change)
    {
        var before = change.From ?? change.Path;
        var (old, now) = (change.Base?.Content ?? default, change.Content ?? default);
        text.Append("diff --git ").Append(Quote("a/" + before)).Append(' ').Append(Quote("b/" + change.Path)).Append('\n');
        var (oldMode, newMode) = (GitMode(change.Base?.Mode, change.Base?.IsLink ?? false), GitMode(change.Mode, change.IsLink));
        switch (change.Kind)
        {
            case ChangeKind.Added:
                text.Append("new file mode ").Append(newMode).Append('\n');
                break;
            case ChangeKind.Deleted:
                text.Append("deleted file mode ").Append(oldMode).Append('\n');
                break;
            default:
                if (oldMode != newMode)
                    text.Append("old mode ").Append(oldMode).Append("\nnew mode ").Append(newMode).Append('\n');
                break;
        }

        if (change.From is { } from)
            text.Append("rename from ").Append(Quote(from.Value)).Append("\nrename to ").Append(Quote(change.Path.Value)).Append('\n');
        if (old.Span.SequenceEqual(now.Span))
            return;
        if (!TextLines.TryDecode(old, out var oldText) || !TextLines.TryDecode(now, out var newText))
        {
            GitBinaryPatch.Write(text, change.Base?.Content, change.Content);
            return;
        }

        text.Append("--- ").Append(change.Kind == ChangeKind.Added ? "/dev/null" : Header("a/" + before)).Append('\n');
        text.Append("+++ ").Append(change.Kind == ChangeKind.Deleted ? "/dev/null" : Header("b/" + change.Path)).Append('\n');
        WriteHunks(text, TextLines.Split(oldText), TextLines.Split(newText));
    }

    private static string GitMode(UnixFileMode? mode, bool link) =>
        link ? "120000" : mode is { } bits && bits.HasFlag(UnixFileMode.UserExecute) ? "100755" : "100644";

    private static string Header(string path) => Quote(path) is var quoted && quoted == path && path.Contains(' ') ? path + "\t" : quoted;

    private static string Quote(string path)
    {
        if (path.All(letter => letter is > ' ' and < (char)0x7F and not '"' and not '\\' || letter == ' '))
            return path;
        var quoted = new StringBuilder("\"");
        foreach (var unit in Encoding.UTF8.GetBytes(path))
        {
            _ = unit switch
            {
                (byte)'"' or (byte)'\\' => quoted.Append('\\').Append((char)unit),
                >= 0x20 and < 0x7F => quoted.Append((char)unit),
                _ => quoted.Append('\\').Append(Convert.ToString(unit, 8).PadLeft(3, '0')),
            };
        }

        return quoted.Append('"').ToString();
    }

    private static void WriteHunks(StringBuilder text, IReadOnlyList<string> old, IReadOnlyList<string> now)
    {
        var blocks = LineDiff.Compare(old, now);
        for (var first = 0; first < blocks.Count;)
        {
            var last = first;
            while (last + 1 < blocks.Count && blocks[last + 1].Old - blocks[last].OldEnd <= 2 * Context)
                last++;
            WriteHunk(text, old, now, blocks, first, last);
            first = last + 1;
        }
    }

    private static void WriteHunk(StringBuilder text, IReadOnlyList<string> old, IReadOnlyList<string> now,
        IReadOnlyList<DiffBlock> blocks, int first, int last)
    {
        var before = Math.Min(Context, blocks[first].Old);
        var after = Math.Min(Context, old.Count - blocks[last].OldEnd);
        var (oldStart, newStart) = (blocks[first].Old - before, blocks[first].New - before);
        var (oldEnd, newEnd) = (blocks[last].OldEnd + after, blocks[last].NewEnd + after);
        text.Append(CultureInfo.InvariantCulture, $"@@ -{Range(oldStart, oldEnd)} +{Range(newStart, newEnd)} @@\n");
        var at = oldStart;
        for (var index = first; index <= last; index++)
        {
            var block = blocks[index];
            for (; at < block.Old; at++)
                Line(text, ' ', old[at]);
            for (; at < block.OldEnd; at++)
                Line(text, '-', old[at]);
            for (var line = block.New; line < block.NewEnd; line++)
                Line(text, '+', now[line]);
        }

        for (; at < oldEnd; at++)
            Line(text, ' ', old[at]);
    }

    private static string Range(int start, int end) => (end - start) switch
    {
        0 => $"{start},0",
        1 => $"{start + 1}",
        var count => $"{start + 1},{count}",
    };

    private static void Line(StringBuilder text, char sign, string line)
    {
        text.Append(sign).Append(line);
        if (!line.EndsWith('\n'))
            text.Append("\n\\ No newline at end of file\n");
    }
}
