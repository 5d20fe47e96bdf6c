using System.Runtime.InteropServices;
using System.Text;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Guard;

/// <summary>Lines that a change brings in. A line that only moved is no new one: each counts as often as it is more often there.</summary>
/// <param name="Text">The added lines, each ended by a line feed.</param>
/// <param name="Lines">For each of them its line in the file, from 1.</param>
/// <param name="Changed">How many lines were added and removed together.</param>
/// <param name="Removed">Lines of an edited file that are gone, each once.</param>
internal sealed record AddedLines(Change Change, string Text, IReadOnlyList<int> Lines, long Changed, IReadOnlyList<string> Removed)
{
    public static AddedLines Of(Change change)
    {
        if (change.Content is null)
            return new AddedLines(change, "", [], LinesIn((change.Base?.Content ?? default).Span), []);
        if (change.ContentHash == change.Base?.Hash)
            return new AddedLines(change, "", [], 0, []);
        var middle = Middle.Of(change);
        var text = new StringBuilder();
        var numbers = new List<int>();
        var old = Count(middle.Old);
        var number = middle.LinesBefore;
        foreach (var line in middle.New.AsSpan().EnumerateLines())
        {
            number++;
            if (Take(old, line))
                continue;
            text.Append(line).Append('\n');
            numbers.Add(number);
        }

        return new AddedLines(change, text.ToString(), numbers, numbers.Count + old.Values.Sum(),
            [.. old.Where(line => line.Value > 0).Select(line => line.Key)]);
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

    /// <summary>What is left of both sides without the whole lines that are equal at their beginning and end.</summary>
    private readonly record struct Middle(string Old, string New, int LinesBefore)
    {
        public static Middle Of(Change change)
        {
            var old = (change.Base?.Content ?? default).Span;
            var now = (change.Content ?? default).Span;
            var start = old[..old.CommonPrefixLength(now)].LastIndexOf((byte)'\n') + 1;
            var before = old[..start].Count((byte)'\n');
            return Cut(old[start..], now[start..], before);
        }

        private static Middle Cut(ReadOnlySpan<byte> old, ReadOnlySpan<byte> now, int before)
        {
            const int Stride = 256;
            var same = 0;
            while (same + Stride <= old.Length && same + Stride <= now.Length
                && old[^(same + Stride)..^same].SequenceEqual(now[^(same + Stride)..^same]))
                same += Stride;
            while (same < old.Length && same < now.Length && old[^(same + 1)] == now[^(same + 1)])
                same++;
            // Only whole lines go: the equal end starts after a line feed, which stays with what is before it.
            var feed = old[^same..].IndexOf((byte)'\n');
            same = feed < 0 ? 0 : same - feed - 1;
            return new Middle(Encoding.UTF8.GetString(old[..^same]), Encoding.UTF8.GetString(now[..^same]), before);
        }
    }
}
