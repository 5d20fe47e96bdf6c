namespace Tako.Core.Schema.Validation;

/// <summary>Templates of addresses (RFC 6570).</summary>
internal static class UriTemplate
{
    public static bool Fits(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (letter == '{')
            {
                var end = text.IndexOf('}', at);
                if (end < 0 || !Expression(text.AsSpan(at + 1, end - at - 1)))
                    return false;
                at = end;
            }
            else if (letter == '%')
            {
                if (!IsEncoded(text.AsSpan(at)))
                    return false;
            }
            else if (letter <= ' ' || letter == '\u007f' || letter is '"' or '<' or '>' or '\\' or '^' or '`' or '|' or '}')
            {
                return false;
            }
        }

        return true;
    }

    private static bool Expression(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return false;
        if ("+#./;?&".Contains(text[0], StringComparison.Ordinal))
            text = text[1..];
        foreach (var range in text.Split(','))
        {
            if (!Variable(text[range]))
                return false;
        }

        return true;
    }

    private static bool Variable(ReadOnlySpan<char> text)
    {
        if (text.EndsWith("*"))
            text = text[..^1];
        else if (text.IndexOf(':') is >= 0 and var colon)
        {
            var length = text[(colon + 1)..];
            if (length.Length is 0 or > 4 || length[0] == '0' || length.ContainsAnyExceptInRange('0', '9'))
                return false;
            text = text[..colon];
        }

        if (text.IsEmpty || text[0] == '.' || text[^1] == '.' || text.IndexOf("..") >= 0)
            return false;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '%' ? !IsEncoded(text[at..]) : !(char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '.'))
                return false;
        }

        return true;
    }

    private static bool IsEncoded(ReadOnlySpan<char> text) =>
        text.Length >= 3 && char.IsAsciiHexDigit(text[1]) && char.IsAsciiHexDigit(text[2]);
}
