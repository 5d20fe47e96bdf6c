namespace Tako.Arms.Judging.Facts;

/// <summary>
/// Cuts a sentence at semicolons and at "and", "but", "while", "whereas" where each side has a verb of its own. A side that
/// begins with its verb is given the subject of the side before.
/// </summary>
internal static class Clauses
{
    private const int Most = 12;

    /// <param name="Quote">The exact words of the sentence that the clause rests on.</param>
    internal readonly record struct Clause(string Text, string Quote);

    /// <summary>The clauses of a sentence whose white space is folded.</summary>
    public static IReadOnlyList<Clause> Of(string sentence)
    {
        var clauses = new List<Clause>();
        var (start, subject) = (0, "");
        for (var at = 0; at < sentence.Length && clauses.Count < Most - 1; at++)
        {
            if (Cut(sentence, start, at) is not { } next)
                continue;
            Add(sentence, start, at);
            (start, at) = (next, next - 1);
        }

        Add(sentence, start, sentence.Length);
        return clauses;

        void Add(string text, int from, int to)
        {
            var clause = text[from..to].Trim(' ', ',');
            if (clause.Length == 0)
                return;
            if (subject.Length > 0 && FactWords.IsVerb(First(clause)))
                clauses.Add(new Clause($"{subject} {clause}", text[..to].Trim()));
            else
                clauses.Add(new Clause(clause, clause));
            subject = Subject(clause) is { Length: > 0 } own ? own : subject;
        }
    }

    /// <summary>Where the next clause begins, when this one ends at <paramref name="at"/>.</summary>
    private static int? Cut(string text, int start, int at)
    {
        if (text[at] == ';')
            return at + 1;
        if (text[at] is not (' ' or ','))
            return null;
        foreach (var link in Links)
        {
            if (!text.AsSpan(at).StartsWith(link, StringComparison.Ordinal))
                continue;
            var next = at + link.Length;
            var left = text.AsSpan(start, at - start);
            var right = text.AsSpan(next);
            // Both halves of "between 5 and 10" belong to one value.
            if (!(right.Length > 0 && char.IsAsciiDigit(right[0])) && HasVerb(left) && HasVerb(Until(right)))
                return next;
        }

        return null;
    }

    private static readonly string[] Links = [", and ", ", but ", ", while ", ", whereas ", " and ", " but ", " whereas "];

    // Looking a bounded way ahead keeps many conjunctions from costing a square.
    private static ReadOnlySpan<char> Until(ReadOnlySpan<char> text)
    {
        var end = text[..Math.Min(text.Length, 200)].IndexOfAny(';', ',');
        return end < 0 ? text[..Math.Min(text.Length, 200)] : text[..end];
    }

    private static bool HasVerb(ReadOnlySpan<char> text)
    {
        if (text.Length > 400)
            text = text[^400..];
        foreach (var range in text.Split(' '))
        {
            var word = text[range].Trim(",()\"'");
            if (word.Length is > 1 and < 12 && FactWords.IsVerb(word.ToString().ToLowerInvariant()))
                return true;
        }

        return false;
    }

    private static string First(string clause) =>
        clause[..(clause.IndexOf(' ') is >= 0 and var space ? space : clause.Length)].ToLowerInvariant();

    private static string Subject(string clause)
    {
        var at = 0;
        while (at < clause.Length && at < 200)
        {
            var space = clause.IndexOf(' ', at);
            var end = space < 0 ? clause.Length : space;
            if (FactWords.IsVerb(clause[at..end].ToLowerInvariant()))
                return clause[..at].TrimEnd();
            at = end + 1;
        }

        return "";
    }
}
