using System.Buffers;
using System.Globalization;
using Tako.Reflexes.Inspection;

namespace Tako.Reflexes.Hidden;

/// <summary>
/// Finds letters that a reader does not see or that pretend to be others: tag characters (U+E0000, which spell whole sentences unseen),
/// bidirectional controls, runs of invisible characters, words that mix Latin letters with look-alikes of other scripts.
/// </summary>
public sealed class HiddenScanner : TextScanner
{
    private static readonly SearchValues<char> Ascii = SearchValues.Create([.. Enumerable.Range(0, 128).Select(static code => (char)code)]);

    public override string Name => "hidden";

    public override void Scan(in ScanText scanned, FindingList into)
    {
        var text = scanned.Text;
        for (var at = text.IndexOfAnyExcept(Ascii); at >= 0;)
        {
            var end = Judge(text, at, into);
            var next = text[end..].IndexOfAnyExcept(Ascii);
            at = next < 0 ? -1 : end + next;
        }
    }

    // The beginning of a run, and of a word of which only Latin letters were seen so far.
    public override int Settled(ReadOnlySpan<char> text)
    {
        var from = text.Length;
        while (from > 0 && text.Length - from < MaxReach && text[from - 1] >= 128 && !char.IsWhiteSpace(text[from - 1]))
            from--;
        if (from == text.Length && (text.IsEmpty || !char.IsAsciiLetter(text[^1])
            || text[Math.Max(0, text.Length - 64)..].IndexOfAnyExcept(Ascii) < 0))
            return text.Length;
        while (from > 0 && text.Length - from < MaxReach && char.IsLetter(text[from - 1]))
            from--;
        return from;
    }

    // Judges what begins at a character beyond ASCII; says where to go on.
    private static int Judge(ReadOnlySpan<char> text, int at, FindingList into)
    {
        var kind = KindOf(text, at);
        if (kind is null)
            return Look(text, at, into);
        var end = at;
        while (end < text.Length && text[end] >= 128 && KindOf(text, end) == kind)
            end += char.IsHighSurrogate(text[end]) && end + 1 < text.Length ? 2 : 1;
        // A joiner between letters of scripts that need one, and the selector after a picture, hide nothing.
        if (kind != "invisible" || end - at > 1 || !IsOrdinary(text, at))
            into.Add(new Finding(at, end - at, FindingFamily.Hidden, kind, kind == "invisible" ? 0.6 : 0.95));
        return end;
    }

    private static string? KindOf(ReadOnlySpan<char> text, int at) => text[at] switch
    {
        '\uDB40' when at + 1 < text.Length && text[at + 1] is >= '\uDC00' and <= '\uDC7F' => "tag_characters",
        >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' => "bidi_control",
        '\u00AD' or '\u034F' or '\u061C' or '\u115F' or '\u1160' or '\u17B4' or '\u17B5' or '\u180E' or '\u3164' or '\uFEFF' or '\uFFA0'
            or >= '\u200B' and <= '\u200F' or >= '\u2060' and <= '\u2064' or >= '\u206A' and <= '\u206F'
            or >= '\uFE00' and <= '\uFE0E' => "invisible",
        _ => null,
    };

    private static bool IsOrdinary(ReadOnlySpan<char> text, int at) => text[at] switch
    {
        '\uFEFF' => at == 0,
        '\u00AD' => true,
        '\u200C' or '\u200D' or '\u200E' or '\u200F' or '\u061C' =>
            (at > 0 && text[at - 1] >= 0x0590) || (at + 1 < text.Length && text[at + 1] >= 0x0590),
        >= '\uFE00' and <= '\uFE0F' => at > 0 && text[at - 1] >= 128,
        _ => false,
    };

    // A word of Latin letters with look-alikes of Greek or Cyrillic in it.
    private static int Look(ReadOnlySpan<char> text, int at, FindingList into)
    {
        if (LookAlikes.Of(text[at]) == text[at] || !char.IsLetter(text[at]))
            return at + 1;
        var (start, end) = (at, at + 1);
        while (start > 0 && at - start < MaxReach / 2 && char.IsLetter(text[start - 1]))
            start--;
        while (end < text.Length && end - at < MaxReach / 2 && char.IsLetter(text[end]))
            end++;
        var (latin, alike, others) = (0, 0, 0);
        foreach (var letter in text[start..end])
        {
            if (char.IsAsciiLetter(letter)
                || (letter < 0x0250 && CharUnicodeInfo.GetUnicodeCategory(letter) is not UnicodeCategory.OtherLetter))
                latin++;
            else if (LookAlikes.Of(letter) != letter)
                alike++;
            else
                others++;
        }

        if (latin > 0 && alike > 0 && others == 0)
            into.Add(new Finding(start, end - start, FindingFamily.Hidden, "look_alikes", 0.8));
        return end;
    }
}
