namespace Tako.Core.Schema.Repairing;

/// <summary>Finds what stands in code fences.</summary>
internal static class Fences
{
    /// <summary>What stands in the first code fence, if the fence comes before any bracket.</summary>
    public static string Without(string text)
    {
        if (text is [('[' or '{'), '`', '`', '`', _, .., '`', '`', '`', (']' or '}')])
            text = text[1..^1];
        var fence = text.IndexOf("```", StringComparison.Ordinal);
        var bracket = text.AsSpan().IndexOfAny('{', '[');
        if (fence < 0 || (bracket >= 0 && bracket < fence))
            return text;
        var body = text[(fence + 3)..];
        body = WithoutLanguage(body);
        var end = body.LastIndexOf("```", StringComparison.Ordinal);
        var first = body.IndexOf("\n```", StringComparison.Ordinal);
        var inner = (first >= 0 && JsonRepair.IsJson(body[..first].Trim()) ? body[..first] : end >= 0 ? body[..end] : body).Trim();
        return inner.AsSpan().IndexOfAny('{', '[') >= 0 || bracket < 0 ? inner : text;
    }

    /// <summary>What several fences hold, when each of at least two begins with a bracket and the first fence comes before any
    /// other bracket; else null.</summary>
    public static IReadOnlyList<string>? Several(string text)
    {
        var fence = text.IndexOf("```", StringComparison.Ordinal);
        if (fence < 0 || text.AsSpan(0, fence).IndexOfAny('{', '[') >= 0)
            return null;
        var found = new List<string>();
        for (var open = fence; open >= 0;)
        {
            var end = text.IndexOf("```", open + 3, StringComparison.Ordinal);
            if (end < 0)
                break;
            var inner = WithoutLanguage(text[(open + 3)..end]).Trim();
            if (inner is not ['{' or '[', ..])
                return null;
            found.Add(inner);
            open = text.IndexOf("```", end + 3, StringComparison.Ordinal);
        }

        return found.Count > 1 ? found : null;
    }

    private static string WithoutLanguage(string body)
    {
        var word = body.AsSpan().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
        return word > 0 && (char.IsWhiteSpace(body[word]) || body[word] is '{' or '[') ? body[word..] : body;
    }
}
