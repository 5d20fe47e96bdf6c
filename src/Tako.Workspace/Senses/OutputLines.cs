using System.Text.RegularExpressions;

namespace Tako.Workspace.Senses;

/// <summary>What a tool printed, cut to limits and freed from colours.</summary>
internal static partial class OutputLines
{
    private const int MaxLines = 40_000;
    private const int MaxLength = 2_000;

    public static IReadOnlyList<string> Of(string stdout, string stderr)
    {
        var lines = new List<string>();
        foreach (var text in (string[])[stdout, stderr])
        {
            var from = lines.Count;
            foreach (var line in text.AsSpan().EnumerateLines())
                lines.Add(Clean(line));
            // Too much: the beginning tells what broke first, the end sums up.
            var surplus = lines.Count - from - MaxLines;
            if (surplus > 0)
                lines.RemoveRange(from + (MaxLines / 2), surplus);
        }

        return lines;
    }

    private static string Clean(ReadOnlySpan<char> line)
    {
        var text = (line.Length > MaxLength ? line[..MaxLength] : line).ToString();
        return text.Contains('\u001b') ? Colours().Replace(text, "") : text;
    }

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Colours();
}
