namespace Tako.Reflexes.Shell;

/// <summary>Expands <c>a{b,c}d</c>, one level, as bash does before it looks for commands and files.</summary>
internal static class Braces
{
    private const int Most = 32;

    public static bool Has(string text)
    {
        var open = text.IndexOf('{');
        return open >= 0 && text.AsSpan(open).IndexOf(',') > 0 && text.AsSpan(open).Contains('}');
    }

    public static void Expand(string text, List<string> into)
    {
        var open = text.IndexOf('{');
        var close = text.IndexOf('}', open);
        if (text.AsSpan(open + 1, close - open - 1) is var inside && (inside.Contains('{') || !inside.Contains(',')))
        {
            into.Add(text);
            return;
        }

        var count = 0;
        foreach (var range in inside.Split(','))
        {
            if (count++ == Most)
                break;
            into.Add(string.Concat(text.AsSpan(0, open), inside[range], text.AsSpan(close + 1)));
        }
    }
}
