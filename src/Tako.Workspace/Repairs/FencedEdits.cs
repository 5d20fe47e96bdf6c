using System.Text;

namespace Tako.Workspace.Repairs;

/// <summary>Whole files in fences, named above the fence, on it, or in a comment on the first line inside.</summary>
internal static class FencedEdits
{
    public static bool TryRead(string[] lines, FoundEdits found)
    {
        var any = false;
        for (var at = 0; at < lines.Length; at++)
        {
            if (Fence(lines[at]) is not { Length: > 0 } fence)
                continue;
            var end = at + 1;
            while (end < lines.Length && !Closes(lines[end], fence))
                end++;
            var name = FileNames.InFence(lines[at]) ?? FileNames.Above(lines, at);
            var first = at + 1;
            if (name is null && first < end && IsComment(lines[first]) && FileNames.Clean(lines[first]) is { } inside)
                (name, first) = (inside, first + 1);
            if (name is not null && end >= lines.Length)
                found.Fault("file", at + 1, $"the block of '{name}' is cut off; close it");
            else if (name is not null && found.Path(name, "file", at + 1) is { } path)
                found.Edits.Add(new Edit.Write { Path = path, Content = Join(lines, first, end) });
            any |= name is not null;
            at = end;
        }

        return any;
    }

    private static string? Fence(string line)
    {
        var text = line.TrimStart();
        var ticks = text.Length - text.TrimStart('`').Length;
        return ticks >= 3 ? text[..ticks] : null;
    }

    private static bool Closes(string line, string fence) =>
        line.Trim() is var text && text.Length >= fence.Length && text.All(letter => letter == '`');

    private static bool IsComment(string line) => line.TrimStart() is var text
        && (text.StartsWith("//", StringComparison.Ordinal) || text.StartsWith('#') || text.StartsWith("--", StringComparison.Ordinal)
            || text.StartsWith("<!--", StringComparison.Ordinal) || text.StartsWith("/*", StringComparison.Ordinal));

    private static string Join(string[] lines, int start, int end)
    {
        var text = new StringBuilder();
        for (var line = start; line < end; line++)
            text.Append(lines[line]).Append('\n');
        return text.ToString();
    }
}
