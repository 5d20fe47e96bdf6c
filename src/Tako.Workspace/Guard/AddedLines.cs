using System.Runtime.InteropServices;
using System.Text;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Guard;

/// <summary>Lines that a change brings in. A line that only moved is no new one: each counts as often as it is more often there.</summary>
internal static class AddedLines
{
    /// <summary>The added lines as one text, and for each of its lines the line of the file (from 1).</summary>
    public static (string Text, IReadOnlyList<int> Lines) Of(Change change)
    {
        var text = new StringBuilder();
        var numbers = new List<int>();
        var old = change.Base is { } before ? Count(Decode(before.Content)) : [];
        var number = 0;
        foreach (var line in Decode(change.Content ?? default).AsSpan().EnumerateLines())
        {
            number++;
            if (Take(old, line))
                continue;
            text.Append(line).Append('\n');
            numbers.Add(number);
        }

        return (text.ToString(), numbers);
    }

    /// <summary>Lines added and removed together.</summary>
    public static long CountChanged(Change change)
    {
        if (change.ContentHash is not null && change.ContentHash == change.Base?.Hash)
            return 0;
        if (change.Base is null || change.Content is null)
            return LinesIn((change.Content ?? change.Base?.Content ?? default).Span);
        var old = Count(Decode(change.Base.Content));
        long added = 0;
        foreach (var line in Decode(change.Content.Value).AsSpan().EnumerateLines())
            added += Take(old, line) ? 0 : 1;
        return added + old.Values.Sum();
    }

    private static long LinesIn(ReadOnlySpan<byte> content) => content.Count((byte)'\n') + (content.IsEmpty || content[^1] == '\n' ? 0 : 1);

    private static Dictionary<string, int> Count(string text)
    {
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var lookup = lines.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var line in text.AsSpan().EnumerateLines())
            CollectionsMarshal.GetValueRefOrAddDefault(lookup, line, out _)++;
        return lines;
    }

    private static bool Take(Dictionary<string, int> lines, ReadOnlySpan<char> line)
    {
        if (lines.Count == 0)
            return false;
        var lookup = lines.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(line, out var left) || left == 0)
            return false;
        lookup[line] = left - 1;
        return true;
    }

    private static string Decode(ReadOnlyMemory<byte> content) => Encoding.UTF8.GetString(content.Span);
}
