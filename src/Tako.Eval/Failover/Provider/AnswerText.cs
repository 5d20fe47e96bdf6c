namespace Tako.Eval.Failover.Provider;

/// <summary>The texts that the faulty provider answers with, and what is left of one that was begun.</summary>
internal static class AnswerText
{
    /// <summary>Sixty words, no two alike, so that every lost or repeated one shows.</summary>
    public const string SixtyWords =
        "An octopus keeps most of its mind inside eight patient arms, each tasting, gripping and deciding alone while one small "
        + "brain suggests where to wander next; when some limb is lost mid-reach, another finishes that gesture, so "
        + "nothing valuable slips back into dark water, no shell stays half opened, every diver believes the whole catch "
        + "came from a single hand.";

    private const int FewestWordsToldBack = 4;

    /// <summary>So many words; word 61 and later are numbered.</summary>
    public static string OfWords(int count)
    {
        var sixty = SixtyWords.Split(' ');
        return string.Join(' ', Enumerable.Range(0, count).Select(index =>
            index < sixty.Length ? sixty[index] : $"word{index + 1}"));
    }

    /// <summary>A text as a model sends it: each token a word with the space before it.</summary>
    public static IReadOnlyList<string> Tokens(string text)
    {
        var tokens = new List<string>();
        var start = 0;
        for (var at = 1; at < text.Length; at++)
        {
            if (text[at] != ' ')
                continue;
            tokens.Add(text[start..at]);
            start = at;
        }

        if (start < text.Length)
            tokens.Add(text[start..]);
        return tokens;
    }

    /// <summary>What comes after the part that was said already; null when it is no beginning of the text.</summary>
    public static string? After(string text, string said)
    {
        if (said.Length > 0 && text.StartsWith(said, StringComparison.Ordinal))
            return text[said.Length..];
        var trimmed = said.Trim();
        return trimmed.Length > 0 && text.StartsWith(trimmed, StringComparison.Ordinal) ? text[trimmed.Length..] : null;
    }

    /// <summary>The longest beginning of the text that is told back inside a message; null when none of some length is.</summary>
    public static string? ToldBack(string text, string message)
    {
        string? longest = null;
        var words = 0;
        for (var end = text.IndexOf(' '); end > 0; end = text.IndexOf(' ', end + 1))
        {
            if (!message.Contains(text[..end], StringComparison.Ordinal))
                break;
            if (++words >= FewestWordsToldBack)
                longest = text[..end];
        }

        return longest;
    }
}
