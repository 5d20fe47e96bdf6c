using Tako.Reflexes.Inspection;
using Tako.Reflexes.Personal.Anchors;
using Tako.Reflexes.Personal.Contexts;

namespace Tako.Reflexes.Personal;

/// <summary>Where the open candidates at the end of a stream begin.</summary>
internal static class Tail
{
    // No finding is longer, and none that may still grow began earlier.
    private const int Longest = 200;
    // Beginning of a value with blanks in it, of which a word that may still follow can raise the score.
    private const int LongestWithBlanks = 110;
    private const int TextReach = TextScanner.MaxReach;

    /// <summary>
    /// A chain is words that one finding can span: those with digits, short words in capitals and names of months, one blank apart. Open
    /// is the chain at the very end, and one with so many digits that a word right of it can still change its score.
    /// </summary>
    /// <param name="cut">Whether the open chain began too long ago to be held whole: the place is then where it was cut.</param>
    public static int Settled(ReadOnlySpan<char> text, out bool cut)
    {
        var place = Math.Max(0, text.Length - Longest);
        // From the beginning of the word in which that lies, when it is near.
        while (place > 0 && text.Length - place < TextReach && !IsBreak(text[place - 1]))
            place--;
        if (place > 0 && !IsBreak(text[place - 1]))
            place = text.Length - Longest;
        var begin = place;
        var chain = new Chain(place);
        var settled = text.Length;
        while (place < text.Length)
        {
            var end = place;
            while (end < text.Length && !IsBreak(text[end]))
                end++;
            var word = Word.Read(text[place..end]);
            if (!chain.Links(text, place, word, end == text.Length))
            {
                settled = Math.Min(settled, chain.Open(text.Length));
                chain = new Chain(place);
            }

            chain.Take(word, end);
            place = end + 1;
            if (place < text.Length && end < text.Length && !IsBlank(text[end]))
            {
                settled = Math.Min(settled, chain.Open(text.Length));
                chain = new Chain(place);
            }
        }

        settled = Math.Min(settled, chain.Last(text));
        cut = settled == begin && begin > 0;
        return settled;
    }

    /// <summary>
    /// The place for a chain that is too long: one after which no candidate is open, and that lies inside no finding. Where all do, in
    /// hundreds of characters without a gap, the end of the finding inside which it lies.
    /// </summary>
    public static int Align(ReadOnlySpan<char> text, int offset, FindingList found)
    {
        var word = text.Length;
        while (word > 0 && text.Length - word < Longest - 10 && !IsBreak(text[word - 1]))
            word--;
        var wanted = Math.Max(0, Math.Min(text.Length - LongestWithBlanks, word));
        for (var place = wanted; place > text.Length - TextReach && place > 0; place--)
        {
            if (Around(found, place - offset) < 0)
                return place;
        }

        var end = Around(found, wanted - offset) + offset;
        return end <= text.Length && end > wanted ? end : wanted;
    }

    // The end of a finding that lies around a place, or -1.
    private static int Around(FindingList found, int place)
    {
        foreach (var one in found.All)
        {
            if (one.Start < place && one.End > place)
                return one.End;
        }

        return -1;
    }

    private static bool IsBlank(char letter) => letter is ' ' or '\u00a0';

    // What no value holds: blanks, quotes, and letters of scripts without blanks between words.
    private static bool IsBreak(char letter) => letter is ' ' or '"' or '<' or '>' or '`' or >= (char)0x0E00 || char.IsWhiteSpace(letter);

    private readonly record struct Word(int Length, int Digits, int Colons, bool Leads, bool Joins)
    {
        public bool Empty => Length == 0;

        public static Word Read(ReadOnlySpan<char> text)
        {
            var (digits, colons) = (0, 0);
            foreach (var letter in text)
            {
                digits += Letters.IsDigit(letter) ? 1 : 0;
                colons += letter is ':' or '-' ? 1 : 0;
            }

            // After a full stop without a blank the next value may begin with the word's last letters.
            var last = text.TrimEnd(".,");
            var from = last.Length;
            while (from > 0 && last.Length - from <= Months.Longest && char.IsLetter(last[from - 1]))
                from--;
            last = last[from..];
            var whole = last.Length is > 0 and <= Months.Longest && (from == 0 || !Letters.IsDigit(text[from - 1]));
            var capitals = whole && last.Length <= 4 && last is not "I" && !last.ContainsAnyExceptInRange('A', 'Z');
            var month = whole && Months.Is(last);
            var joins = month || (digits == 0 && (text.Length <= 3 || text.StartsWith("ext", StringComparison.OrdinalIgnoreCase)));
            return new Word(text.Length, digits, colons, capitals || (month && Months.Leads(last)), joins);
        }
    }

    private struct Chain(int start)
    {
        private readonly int _start = start;
        private int _end = start;
        private int _words;
        private int _digits;
        private int _colons;
        private Word _last;

        public readonly bool Links(ReadOnlySpan<char> text, int place, Word next, bool open)
        {
            if (_words == 0)
                return true;
            if (place != _end + 1 || !IsBlank(text[_end]) || _last.Empty || next.Empty)
                return false;
            var left = _last.Digits > 0 || _last.Leads || (_last.Joins && _digits > 0);
            return left && (next.Digits > 0 || next.Leads || next.Joins || (open && next.Length <= Months.Longest));
        }

        public void Take(Word word, int end)
        {
            _words++;
            _digits += word.Digits;
            _colons += word.Colons;
            _end = end;
            _last = word;
        }

        /// <summary>Where it begins if it is not at the end, and words that may follow can still tell what it is; else the end.</summary>
        public readonly int Open(int length) =>
            _end > length - CueIndex.After - 8 && (_digits >= CueIndex.Telling || _colons >= 2) ? _start : length;

        /// <summary>Where it begins if it is the last and still open.</summary>
        public readonly int Last(ReadOnlySpan<char> text)
        {
            var touches = _end >= text.Length || (_end == text.Length - 1 && IsBlank(text[_end]) && (_digits > 0 || _last.Leads));
            return touches ? _start : Open(text.Length);
        }
    }
}
