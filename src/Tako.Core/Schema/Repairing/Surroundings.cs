namespace Tako.Core.Schema.Repairing;

/// <summary>Where a text stands: alone, as a key, as a key's value, or in a list.</summary>
internal enum Place { Top, Key, Value, Item }

/// <summary>Looks ahead to tell a quote that ends its text from one inside it, and a key from a value. Looks only so far.</summary>
internal sealed class Surroundings(string text)
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
        if (before < 0 || text[before] != ',' || (before < at - 1 && !line && place != Place.Value)
            || place is not (Place.Value or Place.Item))
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

    /// <summary>Whether a comma in a value without quotes belongs to it: no key comes before the next comma or the end.</summary>
    public bool CommaInText(int comma, bool number)
    {
        var first = number ? comma + 1 : Skip(comma + 1);
        if (!(number ? char.IsAsciiDigit(At(first)) : char.IsLetterOrDigit(At(first))))
            return false;
        var most = Math.Min(text.Length, first + 128);
        for (var index = first; index < most; index++, Steps++)
        {
            if (text[index] is ',' or '}')
                return true;
            if (text[index] == '"')
                return index > first && At(Skip(index + 1)) is ',' or '}';
            if (text[index] is ':' or '{' or '[' or ']' or '\n' || IsQuote(text[index]))
                return false;
        }

        return false;
    }

    /// <summary>Whether two quoted texts, a key and its value without their colon, stand here before a closing brace.</summary>
    public bool IsPairAt(int at)
    {
        var rest = text.AsSpan(at, Math.Min(256, text.Length - at));
        Steps += rest.Length;
        for (var quotes = 0; ; quotes++)
        {
            var quote = rest.IndexOf('"');
            if (quote < 0)
                return quotes == 4 && rest.TrimStart().StartsWith("}");
            if (quotes is 2 && !rest[..quote].IsWhiteSpace())
                return false;
            if (quotes == 4)
                return false;
            rest = rest[(quote + 1)..];
        }
    }

    /// <summary>How long a fence's beginning in a quoted text is when a document with quotes of its own follows; 0 when none
    /// does.</summary>
    public int FencedInText(int at)
    {
        var rest = text.AsSpan(at + 1, Math.Min(32, text.Length - at - 1));
        if (!rest.StartsWith("```json"))
            return 0;
        var bracket = rest[7..].TrimStart();
        return bracket.Length > 0 && bracket[0] is '{' or '[' && At(Skip(at + 1 + rest.Length - bracket.Length + 1)) == '"'
            ? 1 + rest.Length - bracket.Length : 0;
    }

    /// <summary>The length of a regular expression between slashes, with its flags; 0 when none stands here.</summary>
    public int PatternLength(int at)
    {
        var most = Math.Min(text.Length, at + 256);
        for (var index = at + 1; index < most && text[index] != '\n'; index++, Steps++)
        {
            if (text[index] == '\\')
            {
                index++;
            }
            else if (text[index] == '/')
            {
                var end = index + 1;
                while (end < text.Length && end - index < 8 && char.IsAsciiLetterLower(text[end]))
                    end++;
                return end >= text.Length || char.IsWhiteSpace(text[end]) || text[end] is ',' or '}' or ']' or ')' ? end - at : 0;
            }
        }

        return 0;
    }

    /// <summary>Whether braces hold values and no key, as a set does.</summary>
    public bool IsSetAt(int at)
    {
        var most = Math.Min(text.Length, at + 256);
        for (var commas = 0; at < most; commas++)
        {
            var begin = at = Skip(at);
            if (At(at) is '"' or '\'')
            {
                var length = text.AsSpan(at + 1, Math.Max(0, most - at - 1)).IndexOf(text[at]);
                if (length < 0)
                    return false;
                at += length + 2;
            }

            while (char.IsLetterOrDigit(At(at)) || At(at) is '.' or '-')
                at++;
            Steps += at - begin;
            var ended = at > begin;
            at = Skip(at);
            if (!ended || At(at) != ',')
                return At(at) == '}' && commas > (ended ? 0 : 1);
            at++;
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
        {
            at++;
            Steps++;
        }

        return at;
    }
    public static bool IsQuote(char letter) => letter is '"' or '\'' or '`' or '´' or '‘' or '’' or '“' or '”' or '„';
}
