namespace Tako.Core.Schema.Repairing;

/// <content>Shapes that are told by looking a few letters ahead: sets, pairs, patterns, fences, and what belongs to a text without
/// quotes.</content>
internal sealed partial class Surroundings
{
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

    /// <summary>How long a fence's beginning in a quoted text is when a document with quotes of its own follows; else 0.</summary>
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

    /// <summary>The length of braces in the middle of a text without quotes, which are part of it; 0 when they are not.</summary>
    public int BracesInText(int at, int begin)
    {
        const int most = 256;
        if (at == begin || !char.IsLetter(text[at - 1]))
            return 0;
        var inside = text.AsSpan(at + 1, Math.Min(most, text.Length - at - 1)).IndexOfAny("{}[]:\n");
        return inside >= 0 && text[at + 1 + inside] == '}' ? inside + 2 : 0;
    }
}
