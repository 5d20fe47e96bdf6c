using System.Text.Json.Nodes;

namespace Tako.Core.Schema.Repairing;

/// <summary>What a word without quotes was meant to be: a word of JSON, Python or JavaScript, a number, or a text.</summary>
internal static class BareWord
{
    public static JsonNode? Read(string word, bool cutOff)
    {
        switch (word)
        {
            case "true" or "True" or "TRUE":
                return JsonValue.Create(true);
            case "false" or "False" or "FALSE":
                return JsonValue.Create(false);
            case "null" or "None" or "Null" or "NULL" or "undefined" or "":
                return null;
        }

        if (word == "-")
            return JsonNode.Parse("-0");
        if (Number(word) is { } number)
            return number;
        if (!cutOff || word.Length > 5)
            return JsonValue.Create(word);
        if ("true".StartsWith(word, StringComparison.Ordinal))
            return JsonValue.Create(true);
        if ("false".StartsWith(word, StringComparison.Ordinal))
            return JsonValue.Create(false);
        return "null".StartsWith(word, StringComparison.Ordinal) ? null : JsonValue.Create(word);
    }

    public static bool IsLiteral(ReadOnlySpan<char> word) =>
        word is "true" or "false" or "null" or "True" or "False" or "None" or "undefined";

    /// <summary>Whether digits alone, with one point at most, stand here.</summary>
    public static bool IsNumber(ReadOnlySpan<char> word)
    {
        word = word.TrimStart('-');
        return word.Length > 0 && char.IsAsciiDigit(word[0]) && word.IndexOfAnyExcept("0123456789.") < 0 && word.Count('.') < 2
            && !(word.Length > 1 && word[0] == '0' && word[1] != '.');
    }

    private static JsonNode? Number(string word)
    {
        var body = word.AsSpan().TrimStart('+');
        var negative = body.StartsWith("-");
        body = negative ? body[1..] : body;
        if (body.Length is 0 or > 400 || body.IndexOfAnyExcept("0123456789.eE+-") >= 0 || body.IndexOfAnyInRange('0', '9') < 0)
            return null;
        var e = body.IndexOfAny('e', 'E');
        var mantissa = e < 0 ? body : body[..e];
        var exponent = e < 0 ? "" : body[(e + 1)..];
        if (mantissa.Count('.') > 1 || mantissa.IndexOfAny('+', '-') >= 0 || mantissa.IndexOfAnyInRange('0', '9') < 0)
            return null;

        // A leading zero marks a code or a version, not a quantity.
        if (mantissa.Length > 1 && mantissa[0] == '0' && mantissa[1] != '.')
            return null;
        var digits = exponent.TrimStart("+-");
        if (exponent.Length - digits.Length > 1 || digits.IndexOfAnyExceptInRange('0', '9') >= 0)
            return null;
        var text = (negative ? "-" : "") + (mantissa[0] == '.' ? "0" : "") + mantissa.ToString() + (mantissa[^1] == '.' ? "0" : "")
            + (digits.Length > 0 ? $"e{exponent}" : "");
        return JsonNode.Parse(text);
    }

    public static bool IsName(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !(char.IsLetter(text[0]) || text[0] is '_' or '$'))
            return false;
        foreach (var letter in text)
        {
            if (!(char.IsLetterOrDigit(letter) || letter is '_' or '$' or '.'))
                return false;
        }

        return true;
    }
}
