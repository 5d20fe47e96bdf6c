using System.Text.RegularExpressions;
using Tako.Brain.Steps;

namespace Tako.Tools.Survey;

/// <summary>A file worth reading, why, and how much it seems to matter.</summary>
internal sealed record RelevantFile(string Path, double Score, IReadOnlyList<string> Symbols);

/// <summary>
/// Ranks files by structure and text: the words of the goal and of the pains, weighted by how rare they are in the
/// repository (BM25, Robertson and Zaragoza 2009), files that a pain or a stack trace names, files that define a symbol
/// that one of those uses, and a test's own subject.
/// </summary>
internal static partial class Relevance
{
    private const double K1 = 1.2;
    private const double B = 0.75;

    public static IReadOnlyList<RelevantFile> Rank(string query, IReadOnlyCollection<string> named,
        IReadOnlyList<(string Path, string Text)> files, int most)
    {
        var terms = Words(query).Distinct(StringComparer.Ordinal).ToArray();
        var bags = files.Select(file => Words(file.Path + "\n" + file.Text).GroupBy(word => word, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal)).ToArray();
        var lengths = bags.Select(bag => (double)bag.Values.Sum()).ToArray();
        var average = lengths.Length == 0 ? 1 : Math.Max(1, lengths.Average());
        var holding = terms.ToDictionary(term => term, term => bags.Count(bag => bag.ContainsKey(term)), StringComparer.Ordinal);
        var definitions = files.Select(file => Definitions(file.Text).ToHashSet(StringComparer.Ordinal)).ToArray();
        var wanted = files.Where(file => named.Contains(file.Path)).SelectMany(file => Identifiers().Matches(file.Text))
            .Select(match => match.Value).ToHashSet(StringComparer.Ordinal);

        var ranked = new List<RelevantFile>();
        for (var index = 0; index < files.Count; index++)
        {
            double score = 0;
            foreach (var term in terms)
            {
                if (!bags[index].TryGetValue(term, out var count))
                    continue;
                var rarity = Math.Log(1 + (files.Count - holding[term] + 0.5) / (holding[term] + 0.5));
                score += rarity * count * (K1 + 1) / (count + K1 * (1 - B + B * lengths[index] / average));
            }

            if (named.Contains(files[index].Path))
                score += 20;
            var used = definitions[index].Where(wanted.Contains).ToArray();
            // A definition that many files share says little; one that a failing test uses says much.
            score += 4 * Math.Min(4, used.Length);
            if (score > 0)
                ranked.Add(new RelevantFile(
                    files[index].Path,
                    Math.Round(score, 3),
                    [.. definitions[index].Order(StringComparer.Ordinal).Take(12)]));
        }

        return [.. ranked.OrderByDescending(file => file.Score).ThenBy(file => file.Path, StringComparer.Ordinal).Take(most)];
    }

    /// <summary>Names of types, functions and methods that a text seems to define, in any of the usual languages.</summary>
    public static IEnumerable<string> Definitions(string text) =>
        Definition().Matches(text).Select(match => match.Groups["name"].Value).Where(name => name.Length > 1).Distinct();

    /// <summary>Lower-case words; <c>TideTable</c> and <c>tide_table</c> both give
    /// <c>tide</c>, <c>table</c> and <c>tidetable</c>.</summary>
    public static IEnumerable<string> Words(string text)
    {
        foreach (Match match in Identifiers().Matches(text))
        {
            var word = match.Value;
            var parts = Part().Matches(word);
            if (parts.Count > 1)
            {
                foreach (Match part in parts)
                {
                    if (part.Length > 1)
                        yield return part.Value.ToLowerInvariant();
                }
            }

            yield return word.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
        }
    }

    [GeneratedRegex(@"[A-Za-z_][A-Za-z0-9_]{1,79}")]
    private static partial Regex Identifiers();

    [GeneratedRegex(@"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")]
    private static partial Regex Part();

    [GeneratedRegex(
        @"(?:\b(?:class|struct|record|interface|enum|trait|impl|type|module|def|func|fn|function)\s+" +
        @"(?:struct\s+|class\s+)?(?<name>[A-Za-z_]\w*))|" +
        @"(?:^\s*(?:public|internal|private|protected|static|export|async)[\w\s<>\[\],?.]*?\s(?<name>[A-Za-z_]\w*)\s*\()|" +
        @"(?:\b(?:const|let|var)\s+(?<name>[A-Za-z_]\w*)\s*=\s*(?:async\s*)?(?:\(|function))", RegexOptions.Multiline)]
    private static partial Regex Definition();
}
