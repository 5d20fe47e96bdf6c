namespace Tako.Reflexes.Literals;

/// <summary>Looks for places where so many visible characters of ASCII stand without a blank between them that they may be encoded
/// text: prose has next to none.</summary>
internal static class LongRuns
{
    /// <summary>Where so many begin at or after a place, or the text's length.</summary>
    public static int Next(ReadOnlySpan<char> text, int from, int least)
    {
        while (from + least <= text.Length)
        {
            // The last blank among so many characters tells how far one can go on without missing a run.
            var blank = text.Slice(from, least).LastIndexOfAnyExceptInRange('!', '~');
            if (blank < 0)
                return from;
            from += blank + 1;
        }

        return text.Length;
    }
}
