namespace Tako.Reflexes.Personal.Anchors;

/// <summary>Reads names of hosts.</summary>
internal static class Hosts
{
    /// <summary>Where a name of labels with dots ends, and where its last label begins.</summary>
    public static int End(ReadOnlySpan<char> text, int start, int longest, out int top)
    {
        var (place, end) = (start, start);
        top = start;
        var limit = Math.Min(text.Length, start + longest);
        while (place < limit)
        {
            var label = place;
            while (place < limit && (IsLabel(text[place]) || (text[place] == '-' && place > label)))
                place++;
            var last = place;
            while (last > label && text[last - 1] == '-')
                last--;
            if (last == label)
                break;
            (top, end) = (label, last);
            if (last != place || place >= limit || text[place] != '.')
                break;
            place++;
        }

        return end;
    }

    /// <summary>Whether a label can be a top-level domain: letters, or an encoded name.</summary>
    public static bool IsTop(ReadOnlySpan<char> label)
    {
        if (label.Length < 2 || label.Length > 63)
            return false;
        if (label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase))
            return label.Length > 4;
        foreach (var letter in label)
        {
            if (!IsLabel(letter) || Letters.IsDigit(letter))
                return false;
        }

        return true;
    }

    public static bool IsLabel(char letter) =>
        Letters.IsAlnum(letter) || (letter is >= (char)0xAA and < (char)0x0E00 && char.IsLetter(letter));
}
