namespace Tako.Core.Schema.Repairing;

/// <summary>Where a text stands: alone, as a key, as a key's value, or in a list.</summary>
internal enum Place { Top, Key, Value, Item }

/// <summary>Looks ahead to tell a quote that ends its text from one inside it, and a key from a value. Looks only so far.</summary>
internal sealed class Surroundings(string text)
{
    public static bool Closes(char open, char letter) => open switch
    {
        '"' => letter == '"',
        '\'' => letter == '\'',
        '“' or '”' => letter is '“' or '”' or '"',
        _ => letter is '`' or '´' or '‘' or '’' or '\'',
    };

    /// <summary>Whether a quote ends its text, or is a quote inside it that should have been escaped.</summary>
    public bool Ends(int at, Place place, char quote)
    {
        var next = Skip(at + 1);
        if (next >= text.Length)
            return true;
        var letter = text[next];
        var lineEnds = text.AsSpan(at + 1, next - at - 1).Contains('\n');
        if (letter == '#' || (letter == '/' && At(next + 1) is '/' or '*'))
            return true;
        if (letter == '+' && IsQuote(At(SkipComment(next + 1))))
            return true;
        switch (place)
        {
            case Place.Key:
                return letter is ':' or '=' || (IsQuote(letter) && !IsKeyAt(next)) || !LaterEnd(at, quote, ":");
            case Place.Value:
                if (letter is '}' or ']')
                    return ClosesWell(next) || !LaterEnd(at, quote, ",}]");
                if (letter == ',')
                {
                    var after = Skip(next + 1);
                    return after >= text.Length || text[after] is '}' or ']' or ',' or '/' or '.' || IsKeyAt(after)
                        || !LaterEnd(at, quote, ",}]");
                }

                return IsQuote(letter) && IsKeyAt(next) || (lineEnds && IsKeyAt(next)) || !LaterEnd(at, quote, ",}]\n");
            case Place.Item:
                if (letter is ',' or ']')
                    return true;
                return letter == '}' || (IsQuote(letter) && next > at + 1) || lineEnds || !LaterEnd(at, quote, ",]");
            default:
                return letter is ',' or ';' || !text.AsSpan(next).Contains(quote);
        }
    }

    /// <summary>Whether a quote right behind a comma opens the next key or item rather than closing this text.</summary>
    public bool OpensNext(int at, Place place)
    {
        var before = at - 1;
        var line = false;
        for (; before >= 0 && at - before < 64 && char.IsWhiteSpace(text[before]); before--)
            line |= text[before] == '\n';
        if (before < 0 || text[before] != ',' || (before < at - 1 && !line) || place is not (Place.Value or Place.Item))
            return false;
        if (place == Place.Value)
            return IsKeyAt(at);
        var most = Math.Min(text.Length, at + 128);
        for (var index = at + 1; index < most; index++)
        {
            if (Closes(text[at], text[index]))
                return index > at + 1 && char.IsLetterOrDigit(text[at + 1]) && At(Skip(index + 1)) is ',' or ']';
            if (text[index] is '\n' or '[' or ']' or '{' or '}')
                return false;
        }

        return false;
    }

    /// <summary>Whether what follows a closing bracket looks like the rest of a document and not like the rest of a text.</summary>
    private bool ClosesWell(int bracket)
    {
        var next = Skip(bracket + 1);
        return next >= text.Length || text[next] is ',' or '}' or ']' or ')' or ';' or '/' or '`' or '\n' or '{' or '['
            || text.AsSpan(bracket + 1, next - bracket - 1).Contains('\n');
    }

    /// <summary>Whether a later quote, soon and before the next line, stands in front of one of these letters.</summary>
    private bool LaterEnd(int at, char quote, string before)
    {
        var most = Math.Min(text.Length, at + 1 + 400);
        for (var index = at + 1; index < most; index++)
        {
            if (text[index] == '\\')
            {
                index++;
            }
            else if (Closes(quote, text[index]))
            {
                var next = Skip(index + 1);
                if (next >= text.Length || before.Contains(text[next]))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether a key, quoted or bare, and its colon stand here.</summary>
    public bool IsKeyAt(int at)
    {
        if (at >= text.Length)
            return false;
        var quoted = IsQuote(text[at]);
        var most = Math.Min(text.Length, at + 128);
        for (var index = at + 1; index < most; index++)
        {
            if (quoted && Closes(text[at], text[index]))
                return At(Skip(index + 1)) == ':';
            if (text[index] == '\n' || (quoted && text[index] is '{' or '}'))
                return false;
            if (quoted)
                continue;
            if (text[index] == ':')
                return true;
            if (!(char.IsLetterOrDigit(text[index]) || text[index] is '_' or '-' or '$' or '"' or '\'' or ' '))
                return false;
        }

        return false;
    }

    public bool LineBeginsKey(int at)
    {
        at = Skip(at);
        return at < text.Length && IsQuote(text[at]) && IsKeyAt(at);
    }

    private char At(int index) => index < text.Length ? text[index] : '\0';

    /// <summary>The length of braces in the middle of a text without quotes, which are part of it; 0 when they are not.</summary>
    public int BracesInText(int at, int begin)
    {
        const int most = 256;
        if (at == begin || !char.IsLetter(text[at - 1]))
            return 0;
        var inside = text.AsSpan(at + 1, Math.Min(most, text.Length - at - 1)).IndexOfAny("{}[]:\n");
        return inside >= 0 && text[at + 1 + inside] == '}' ? inside + 2 : 0;
    }

    private int SkipComment(int at)
    {
        at = Skip(at);
        var end = At(at) == '/' && At(at + 1) == '*' ? text.AsSpan(at, Math.Min(text.Length - at, 256)).IndexOf("*/") : -1;
        return end < 0 ? at : Skip(at + end + 2);
    }

    private int Skip(int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        return at;
    }
    public static bool IsQuote(char letter) => letter is '"' or '\'' or '`' or '´' or '‘' or '’' or '“' or '”';
}
