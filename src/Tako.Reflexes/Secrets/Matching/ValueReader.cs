using Tako.Reflexes.Secrets.Kinds;

namespace Tako.Reflexes.Secrets.Matching;

/// <summary>How a value was given to its name.</summary>
internal enum ValueManner
{
    /// <summary>With a sign right after the name, as in a file of settings.</summary>
    Tight,

    /// <summary>With a sign and blanks, as in code.</summary>
    Loose,
    Quoted,

    /// <summary>In a sentence.</summary>
    Prose,

    /// <summary>As an argument of a command.</summary>
    Argument,
}

/// <summary>A value found after a name.</summary>
/// <param name="Open">It goes on after the window.</param>
internal readonly record struct NamedValue(int Start, int End, ValueManner Manner, bool Open)
{
    public bool IsNone => End == 0;
}

/// <summary>Reads the value that is assigned to a name: code, settings, JSON, YAML, XML, headers, URLs, commands, sentences.</summary>
internal static class ValueReader
{
    /// <summary>Most characters between a name and its value.</summary>
    private const int MostBetween = 24;

    /// <param name="text">The text.</param>
    /// <param name="name">Where the name starts.</param>
    /// <param name="at">Where the name ends.</param>
    /// <param name="window">How far to read.</param>
    public static NamedValue After(ReadOnlySpan<char> text, int name, int at, int window)
    {
        var limit = Math.Min(text.Length, at + MostBetween);
        var from = at;
        var quoted = false;
        while (from < limit && text[from] is '\\' or '"' or '\'' or '`' or ']')
            quoted |= text[from++] is '"' or '\'';
        // The element of XML closes right after its name.
        if (from == at && from < limit && text[from] == '>' && name > 0 && text[name - 1] == '<')
            return Read(text, from + 1, ValueManner.Quoted, '<', window);
        var manner = ValueManner.Tight;
        var blanks = Blanks(text, ref from, limit);
        if (!Sign(text, name, quoted, blanks, limit, ref from, ref manner))
            return default;
        blanks += Blanks(text, ref from, limit);
        if (manner == ValueManner.Tight && blanks > 0)
            manner = ValueManner.Loose;
        Annotation(text, limit, ref from);
        Scheme(text, limit, ref from);
        var quote = Quote(text, limit, ref from);
        if (quote != '\0')
            Scheme(text, limit, ref from);
        if (from >= text.Length)
            return default;
        return Read(text, from, quote != '\0' ? ValueManner.Quoted : manner, quote, window);
    }

    /// <summary>The value that starts at <paramref name="start"/>.</summary>
    public static NamedValue Read(ReadOnlySpan<char> text, int start, ValueManner manner, char quote, int window)
    {
        var limit = Math.Min(text.Length, start + window);
        var end = start;
        while (end < limit && !Ends(text[end], quote))
            end++;
        // A quoted phrase is no secret of one word.
        if (quote is '"' or '\'' or '`' && end < limit && text[end] != quote && text[end] != '\\')
            return default;
        if (end == start + window)
        {
            var rest = text[start..Math.Min(text.Length, start + SecretLimits.Token)];
            var length = rest.IndexOfAnyExcept(SecretLetters.Token);
            length = length < 0 ? rest.Length : length;
            return length < window ? default : new NamedValue(start, start + length, manner, true);
        }

        if (quote == '\0')
        {
            if (end < limit && text[end] is '(' or '[' or '{')
                return default;
            while (end > start && text[end - 1] is '.' or '!' or '?' or ':' or ',')
                end--;
        }

        return end == start ? default : new NamedValue(start, end, manner, false);
    }

    private static bool Ends(char letter, char quote) => SecretLetters.Breaks.Contains(letter) || letter == quote || letter == '\\'
        || (quote == '\0' && letter is '\'' or ',' or ';' or '&' or ')' or '}' or ']' or '(' or '[' or '{' or '|');

    private static bool Sign(
        ReadOnlySpan<char> text, int name, bool quoted, int blanks, int limit, ref int from, ref ValueManner manner)
    {
        if (from >= limit)
            return false;
        var rest = text[from..limit];
        switch (rest[0])
        {
            case '=':
                if (rest.Length > 1 && rest[1] is '=' or '~')
                    return false;
                from += rest.Length > 1 && rest[1] == '>' ? 2 : 1;
                return true;
            case ':':
                if (rest.Length > 1 && rest[1] == ':')
                    return false;
                from += rest.Length > 1 && rest[1] == '=' ? 2 : 1;
                return true;
            case '%' when rest.Length > 2 && rest[1] == '3' && (rest[2] | 32) is 'd' or 'a':
                from += 3;
                return true;
            // A call: set("api_key", "value"), header('X-Api-Key', 'value').
            case ',' when quoted:
                from++;
                Blanks(text, ref from, limit);
                manner = ValueManner.Loose;
                return from < limit && text[from] is '"' or '\'';
            case '(' when blanks == 0 && rest.Length > 1 && rest[1] is '"' or '\'':
                from++;
                return true;
        }

        if (blanks == 0)
            return false;
        if (text[name] == '-' || IsSet(text[Math.Max(0, name - 40)..name]))
        {
            manner = ValueManner.Argument;
            return true;
        }

        // <add key="ApiKey" value="..."/>
        if (quoted && rest.StartsWith("value=", StringComparison.OrdinalIgnoreCase))
        {
            from += "value=".Length;
            return true;
        }

        foreach (var verb in (ReadOnlySpan<string>)["is: ", "is ", "was "])
        {
            if (!rest.StartsWith(verb, StringComparison.OrdinalIgnoreCase))
                continue;
            from += verb.Length;
            manner = ValueManner.Prose;
            return true;
        }

        return false;
    }

    // ENV NAME value, set name value, login name password value
    private static bool IsSet(ReadOnlySpan<char> before) => before.EndsWith("ENV ", StringComparison.Ordinal)
        || before.EndsWith(" set ", StringComparison.Ordinal) || before.Contains("login ", StringComparison.Ordinal);

    // key: str = "value"
    private static void Annotation(ReadOnlySpan<char> text, int limit, ref int from)
    {
        var at = from;
        while (at < limit && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '?'))
            at++;
        if (at == from)
            return;
        Blanks(text, ref at, limit);
        if (at + 1 >= limit || text[at] != '=' || text[at + 1] != ' ')
            return;
        at++;
        Blanks(text, ref at, limit);
        from = at;
    }

    private static void Scheme(ReadOnlySpan<char> text, int limit, ref int from)
    {
        var rest = text[Math.Min(from, limit)..limit];
        foreach (var scheme in (ReadOnlySpan<string>)["Bearer ", "Basic ", "Token ", "ApiKey ", "Bot ", "SSWS "])
        {
            if (rest.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                from += scheme.Length;
                return;
            }
        }
    }

    private static char Quote(ReadOnlySpan<char> text, int limit, ref int from)
    {
        var at = from;
        if (at + 1 < limit && text[at] is 'f' or 'b' or 'r' or 'u' or '@' or '$' && text[at + 1] is '"' or '\'')
            at++;
        while (at < limit && text[at] == '\\')
            at++;
        if (at >= limit || text[at] is not ('"' or '\'' or '`'))
            return '\0';
        from = at + 1;
        // Three quotes open a longer string.
        while (from < limit && text[from] == text[at])
            from++;
        return text[at];
    }

    private static int Blanks(ReadOnlySpan<char> text, ref int from, int limit)
    {
        var start = from;
        while (from < limit && text[from] is ' ' or '\t')
            from++;
        return from - start;
    }
}
