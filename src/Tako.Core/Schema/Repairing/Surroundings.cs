namespace Tako.Core.Schema.Repairing;

/// <summary>Where a text stands: alone, as a key, as a key's value, or in a list.</summary>
internal enum Place { Top, Key, Value, Item }

/// <summary>Looks ahead to tell a quote that ends its text from one inside it, and a key from a value. Looks only so far.</summary>
internal sealed partial class Surroundings(string text)
{
    // Above this much looking ahead a quote is taken for what it most plainly is, so that hostile texts cost no more than others.
    private readonly long _most = (24L * text.Length) + 200_000;

    /// <summary>How many letters were looked at ahead.</summary>
    public long Steps { get; private set; }

    public static bool Closes(char open, char letter) => open switch
    {
        '"' => letter == '"',
        '\'' => letter == '\'',
        '“' or '”' or '„' => letter is '“' or '”' or '"',
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
                        || (text[after] is '[' && IsQuote(At(Skip(after + 1)))) || !LaterEnd(at, quote, ",}]");
                }

                return (IsQuote(letter) && IsKeyAt(next)) || (lineEnds && IsKeyAt(next)) || (next > at + 1 && IsBareKeyAt(next))
                    || !LaterEnd(at, quote, ",}]\n");
            case Place.Item:
                if (letter is ',' or ']' or '}' || lineEnds)
                    return true;
                if (IsQuote(letter) && next > at + 1)
                    return At(Skip(next + 1)) is not (',' or ']');
                return !LaterEnd(at, quote, ",]") || ClosesWord(at, next, quote);
            default:
                return letter is ',' or ';' || (lineEnds && IsQuote(letter)) || !text.AsSpan(next).Contains(quote);
        }
    }

    /// <summary>Whether a quote right behind a comma opens the next key or item rather than closing this text.</summary>
    public bool OpensNext(int at, Place place)
    {
        var before = at - 1;
        var line = false;
        for (; before >= 0 && at - before < 64 && char.IsWhiteSpace(text[before]); before--)
            line |= text[before] == '\n';
        if (before < 0 || text[before] != ',' || place is not (Place.Value or Place.Item)
            || (before < at - 1 && !line && place != Place.Value))
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

    /// <summary>Whether a quote stands behind a word as a closing one does, with no opening one before it in its text.</summary>
    private bool ClosesWord(int at, int next, char quote)
    {
        if (next == at + 1 || !char.IsLetter(text[at - 1]) || !char.IsLetter(text[next]))
            return false;
        for (var index = at - 1; index > 0 && at - index < 128; index--, Steps++)
        {
            if (Closes(quote, text[index]))
                return text[PassBack(index - 1)] is ',' or '[';
        }

        return false;
    }

    private int PassBack(int at)
    {
        while (at > 0 && char.IsWhiteSpace(text[at]))
        {
            at--;
            Steps++;
        }

        return Math.Max(at, 0);
    }

    /// <summary>Whether a later quote, soon and before the next line, stands in front of one of these letters.</summary>
    private bool LaterEnd(int at, char quote, string before)
    {
        var most = Steps > _most ? 0 : Math.Min(text.Length, at + 1 + 400);
        for (var index = at + 1; index < most; index++, Steps++)
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
            Steps++;
            if (quoted && Closes(text[at], text[index]))
                return At(Skip(index + 1)) == ':' || (index > at + 2 && text[PassBack(index - 1)] == ':');
            if (text[index] == '\n' || (quoted && text[index] is '{' or '}'))
                return false;
            if (quoted)
                continue;
            if (text[index] == ':')
                return !(At(index + 1) == '/' && At(index + 2) == '/');
            if (!(char.IsLetterOrDigit(text[index]) || text[index] is '_' or '.' or '-' or '$' or '"' or '\'' or ' '))
                return false;
        }

        return false;
    }

    /// <summary>Whether one word without quotes, its colon and a value's beginning stand here.</summary>
    public bool IsBareKeyAt(int at)
    {
        var end = at;
        for (; end < text.Length && end - at < 64 && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '-' or '$'); end++)
            Steps++;
        if (end == at || At(Skip(end)) != ':')
            return false;
        var value = At(Skip(Skip(end) + 1));
        return IsQuote(value) || value is '{' or '[' or '-' || char.IsAsciiDigit(value);
    }

    public bool LineBeginsKey(int at)
    {
        at = Skip(at);
        return at < text.Length && IsQuote(text[at]) && IsKeyAt(at);
    }

    private char At(int index) => index < text.Length ? text[index] : '\0';

    private int SkipComment(int at)
    {
        at = Skip(at);
        var end = At(at) == '/' && At(at + 1) == '*' ? text.AsSpan(at, Math.Min(text.Length - at, 256)).IndexOf("*/") : -1;
        return end < 0 ? at : Skip(at + end + 2);
    }

    private int Skip(int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
            Steps++;
        }

        return at;
    }

    public static bool IsQuote(char letter) => letter is '"' or '\'' or '`' or '´' or '‘' or '’' or '“' or '”' or '„';
}
