using System.Text;

namespace Tako.Reflexes.Hidden;

/// <summary>A text as it is read: without invisible characters, tag characters spelled out, look-alikes as the letters they pretend to
/// be. Knows where each of its characters came from.</summary>
internal sealed class FoldedText
{
    private readonly int[] _origins;

    private FoldedText(string text, int[] origins) => (Text, _origins) = (text, origins);

    public string Text { get; }

    /// <summary>Null where folding changes nothing, as in nearly every text.</summary>
    public static FoldedText? Of(ReadOnlySpan<char> text) => Ascii.IsValid(text) ? null : Fold(text);

    private static FoldedText? Fold(ReadOnlySpan<char> text)
    {
        var folded = new StringBuilder(text.Length);
        var origins = new List<int>(text.Length + 1);
        var changed = false;
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (letter == '\uDB40' && at + 1 < text.Length && text[at + 1] is >= '\uDC20' and <= '\uDC7E')
            {
                // A tag character spells the ASCII character 0xE0000 below it; what it spells stands apart from what is seen.
                if (at > 0 && text[at - 1] is < '\uDC00' or > '\uDC7F')
                    Add(' ', at);
                Add((char)(text[at + 1] - 0xDC00), at);
                at++;
                changed = true;
                continue;
            }

            if (IsInvisible(letter))
            {
                changed = true;
                continue;
            }

            var read = LookAlikes.Of(letter);
            changed |= read != letter;
            Add(read, at);
        }

        origins.Add(text.Length);
        return changed ? new FoldedText(folded.ToString(), [.. origins]) : null;

        void Add(char read, int origin)
        {
            folded.Append(read);
            origins.Add(origin);
        }
    }

    /// <summary>A range of the folded text as it stood in the original.</summary>
    public (int Start, int Length) Origin(int start, int length)
    {
        var from = _origins[Math.Clamp(start, 0, _origins.Length - 1)];
        var last = length == 0 ? from : _origins[Math.Clamp(start + length - 1, 0, _origins.Length - 1)] + 1;
        return (from, Math.Min(last, _origins[^1]) - from);
    }

    private static bool IsInvisible(char letter) => letter is '\u00AD' or '\u034F' or '\u180E' or '\uFEFF'
        or >= '\u200B' and <= '\u200F' or >= '\u202A' and <= '\u202E' or >= '\u2060' and <= '\u2064' or >= '\u2066' and <= '\u206F';
}
