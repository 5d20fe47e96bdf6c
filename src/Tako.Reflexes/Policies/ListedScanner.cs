using System.Text.RegularExpressions;
using Tako.Reflexes.Inspection;

namespace Tako.Reflexes.Policies;

/// <summary>
/// Finds the words and patterns of a policy. Patterns run without backtracking, so in time linear in the text, and within a limit of
/// time besides; a match longer than <see cref="TextScanner.MaxReach"/> is told of its beginning alone.
/// </summary>
internal sealed class ListedScanner : TextScanner
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(100);
    private readonly IReadOnlyList<string> _deny;
    private readonly IReadOnlyList<string> _ascii;
    private readonly IReadOnlyList<(string Kind, double Score, Regex Pattern)> _patterns;

    /// <exception cref="ArgumentException">A pattern is none, or needs backtracking.</exception>
    public ListedScanner(ReflexPolicy policy)
    {
        _deny = policy.Deny;
        _ascii = [.. _deny.Where(static word => System.Text.Ascii.IsValid(word))];
        _patterns = [.. policy.Patterns.Select(static own => (own.Kind, own.Score, Compile(own.Pattern)))];
    }

    public override string Name => "listed";

    /// <summary>Words that hold letters beyond ASCII are looked for by themselves.</summary>
    public override IReadOnlyList<string> Literals => _ascii;

    internal static Regex Compile(string pattern) =>
        new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Limit);

    public override void Scan(in ScanText text, FindingList into)
    {
        foreach (var hit in text.Hits)
        {
            var start = hit.End - _ascii[hit.Literal].Length;
            if (IsWord(text.Text, start, hit.End))
                into.Add(new Finding(start, hit.End - start, FindingFamily.Listed, "denied", 1));
        }

        foreach (var word in _deny)
        {
            if (System.Text.Ascii.IsValid(word))
                continue;
            for (var at = 0; text.Text[at..].IndexOf(word, StringComparison.OrdinalIgnoreCase) is var hit and >= 0; at += hit + word.Length)
            {
                if (IsWord(text.Text, at + hit, at + hit + word.Length))
                    into.Add(new Finding(at + hit, word.Length, FindingFamily.Listed, "denied", 1));
            }
        }

        foreach (var (kind, score, pattern) in _patterns)
        {
            foreach (var match in pattern.EnumerateMatches(text.Text))
            {
                if (match.Length > 0)
                    into.Add(new Finding(match.Index, Math.Min(match.Length, MaxReach), FindingFamily.Listed, kind, score));
            }
        }
    }

    // The beginning of a word, or a whole one that may yet go on. What a pattern may still match is not known: an open line is held.
    public override int Settled(ReadOnlySpan<char> text)
    {
        var settled = text.Length;
        if (_patterns.Count > 0)
        {
            var from = Math.Max(0, text.Length - MaxReach);
            settled = from + text[from..].LastIndexOf('\n') + 1;
        }

        foreach (var word in _deny)
        {
            for (var at = Math.Max(0, text.Length - word.Length); at < settled; at++)
            {
                if (word.AsSpan().StartsWith(text[at..], StringComparison.OrdinalIgnoreCase))
                    settled = at;
            }
        }

        return settled;
    }

    private static bool IsWord(ReadOnlySpan<char> text, int start, int end) =>
        (start == 0 || !char.IsLetterOrDigit(text[start - 1]) || !char.IsLetterOrDigit(text[start]))
        && (end == text.Length || !char.IsLetterOrDigit(text[end]) || !char.IsLetterOrDigit(text[end - 1]));
}
