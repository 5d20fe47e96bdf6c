using Tako.Reflexes.Inspection;

namespace Tako.Reflexes.Personal.Contexts;

/// <summary>Tells which words of context stand beside a value; whole words alone count.</summary>
internal sealed class CueIndex
{
    /// <summary>How far left of a value its context lies.</summary>
    public const int Before = 56;

    /// <summary>How far right of a value its context lies.</summary>
    public const int After = 32;

    /// <summary>
    /// Digits, or colons and hyphens in place of them, from which on words right of a value count: for less no stream is held back.
    /// </summary>
    public const int Telling = 5;

    private readonly Entry[] _entries;

    private CueIndex()
    {
        var words = new SortedDictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var (cue, list) in CueWords.All)
        {
            foreach (var written in list.Split(','))
            {
                var word = written.Trim('*');
                var known = words.GetValueOrDefault(word);
                words[word] = new Entry(known.Cues | cue, word.Length, known.OpenLeft || written[0] == '*', known.OpenRight
                    || written[^1] == '*');
            }
        }

        Literals = [.. words.Keys];
        _entries = [.. words.Values];
    }

    public static CueIndex Shared { get; } = new();

    public IReadOnlyList<string> Literals { get; }

    /// <summary>Whether a word that tells one of these stands near the value.</summary>
    public bool Near(in ScanText text, int start, int end, Cue cues)
    {
        var hits = text.Hits;
        if (hits.IsEmpty)
            return false;
        var after = Tells(text.Text[start..end]) ? After : 0;
        for (var index = First(hits, start - Before); index < hits.Length && hits[index].End <= end + after; index++)
        {
            var entry = _entries[hits[index].Literal];
            if ((entry.Cues & cues) != 0 && Beside(text.Text, hits[index].End - entry.Length, hits[index].End, entry, start, end))
                return true;
        }

        return false;
    }

    private static bool Tells(ReadOnlySpan<char> value)
    {
        var (digits, marks) = (0, 0);
        foreach (var letter in value)
        {
            digits += Letters.IsDigit(letter) ? 1 : 0;
            marks += letter is ':' or '-' ? 1 : 0;
        }

        return digits >= Telling || marks >= 2;
    }

    private static bool Beside(ReadOnlySpan<char> text, int from, int to, Entry entry, int start, int end)
    {
        if (to <= start ? from < start - Before : from < end)
            return false;
        return (entry.OpenLeft || from == 0 || !char.IsLetter(text[from - 1]))
            && (entry.OpenRight || to == text.Length || !char.IsLetter(text[to]));
    }

    // The first hit that ends after a place: hits are ordered by their ends.
    private static int First(ReadOnlySpan<LiteralHit> hits, int place)
    {
        var (low, high) = (0, hits.Length);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (hits[middle].End > place)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    private readonly record struct Entry(Cue Cues, int Length, bool OpenLeft, bool OpenRight);
}
