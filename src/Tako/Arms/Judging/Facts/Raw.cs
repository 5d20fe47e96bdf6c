namespace Tako.Arms.Judging.Facts;

/// <summary>What a piece of text is before it means anything.</summary>
internal enum RawKind { Word, Number, Dotted, Sign }

/// <summary>A word, a number or a sign of a text.</summary>
/// <param name="Text">As written; a word is told apart by case only where its unit is.</param>
/// <param name="Glued">Whether no space stands before it.</param>
internal readonly record struct Raw(RawKind Kind, string Text, bool Glued)
{
    /// <summary>The word in lower case, with plain apostrophes; empty for everything else.</summary>
    public string Word { get; } = Kind == RawKind.Word ? Text.ToLowerInvariant().Replace('’', '\'') : "";

    public bool Is(char sign) => Kind == RawKind.Sign && Text[0] == sign;

    /// <summary>Words, numbers and signs of a text, in order.</summary>
    public static List<Raw> Lex(string text)
    {
        var found = new List<Raw>();
        var at = 0;
        var end = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            var kind = Next(text, ref at);
            found.Add(new Raw(kind, text[start..at], start == end && start > 0));
            end = at;
        }

        return found;
    }

    private static RawKind Next(string text, ref int at)
    {
        if (char.IsAsciiDigit(text[at]))
            return Number(text, ref at);
        if (!IsWord(text[at]))
        {
            at++;
            return RawKind.Sign;
        }

        at++;
        while (at < text.Length && (IsWord(text[at]) || Inside(text, at)))
            at++;
        return RawKind.Word;
    }

    private static RawKind Number(string text, ref int at)
    {
        var dots = 0;
        while (at < text.Length)
        {
            if (char.IsAsciiDigit(text[at]))
                at++;
            else if (text[at] == ',' && dots == 0 && Thousand(text, at))
                at += 4;
            else if (text[at] == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]))
                (at, dots) = (at + 2, dots + 1);
            else
                break;
        }

        return dots > 1 ? RawKind.Dotted : RawKind.Number;
    }

    private static bool Thousand(string text, int at) =>
        at + 3 < text.Length && char.IsAsciiDigit(text[at + 1]) && char.IsAsciiDigit(text[at + 2]) && char.IsAsciiDigit(text[at + 3])
        && (at + 4 == text.Length || !char.IsAsciiDigit(text[at + 4]));

    private static bool IsWord(char letter) => char.IsLetterOrDigit(letter) || letter is '_' or 'µ' or '°';

    private static bool Inside(string text, int at) =>
        text[at] is '.' or '\'' or '’' && at + 1 < text.Length && char.IsLetterOrDigit(text[at + 1]) && char.IsLetterOrDigit(text[at - 1]);
}
