using System.Buffers;
using System.Text;

namespace Tako.Core.Redaction;

/// <summary>Finds any of many patterns in one pass and puts the name of the secret in their place.</summary>
internal sealed class SecretScan
{
    private readonly SearchValues<string> _any;

    /// <summary>Patterns by their first character, the longest first.</summary>
    private readonly Dictionary<char, (string Pattern, string Replacement)[]> _byFirst;

    public SecretScan(IEnumerable<(string Pattern, string Replacement)> patterns)
    {
        var all = patterns.DistinctBy(entry => entry.Pattern).ToList();
        _any = SearchValues.Create([.. all.Select(entry => entry.Pattern)], StringComparison.Ordinal);
        _byFirst = all.GroupBy(entry => entry.Pattern[0])
            .ToDictionary(group => group.Key, group =>
                group.OrderByDescending(entry => entry.Pattern.Length).ToArray());
    }

    public bool Hits(ReadOnlySpan<char> text) => text.ContainsAny(_any);

    /// <param name="brief">Write nothing longer than the shortest secret, so that the text cannot grow.</param>
    public string Replace(string text, bool brief)
    {
        var at = text.AsSpan().IndexOfAny(_any);
        if (at < 0)
            return text;
        var clean = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (at >= 0)
        {
            var (length, replacement) = Match(rest[at..]);
            clean.Append(rest[..at]).Append(brief ? "[secret]" : replacement);
            rest = rest[(at + length)..];
            at = rest.IndexOfAny(_any);
        }

        return clean.Append(rest).ToString();
    }

    /// <summary>
    /// The longest pattern here, stretched over every pattern that begins inside it: overlapping secrets go together.
    /// </summary>
    private (int Length, string Replacement) Match(ReadOnlySpan<char> text)
    {
        var (length, replacement) = Longest(text);
        for (var i = 1; i < length; i++)
            length = Math.Max(length, i + Longest(text[i..]).Length);
        return (length, replacement);
    }

    private (int Length, string Replacement) Longest(ReadOnlySpan<char> text)
    {
        if (!_byFirst.TryGetValue(text[0], out var candidates))
            return (0, "");
        foreach (var (pattern, replacement) in candidates)
        {
            if (text.StartsWith(pattern, StringComparison.Ordinal))
                return (pattern.Length, replacement);
        }

        return (0, "");
    }
}
