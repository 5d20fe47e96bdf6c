using Tako.Core.Labels;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Names.Training;

namespace Tako.Eval.Reflex;

/// <summary>Counts what scanners find of labelled personal data, by tokens and by spans.</summary>
internal sealed class PersonalTally(IReadOnlyList<TextScanner> scanners)
{
    private static readonly Label User = new(Integrity.User, Confidentiality.Internal, []);
    private readonly FindingList _found = new();

    /// <summary>Earlier ones go before later ones where findings overlap.</summary>
    public IReadOnlyList<TextScanner> Scanners { get; set; } = scanners;

    public Hits Tokens { get; } = new();

    public Hits Spans { get; } = new();

    public Dictionary<string, Hits> ByKind { get; } = [];

    public void Add(PersonalRow row)
    {
        var (text, wanted) = (row.Labelled.Text, row.Labelled.Spans);
        var findings = Find(text);
        foreach (var (start, end) in Cut(text))
        {
            var isFound = findings.Any(finding => finding.Start < end && finding.End > start);
            var gold = wanted.FirstOrDefault(span => span.Start < end && span.End > start);
            Tokens.Count(gold.Kind is not null, isFound);
            if (gold.Kind is null)
                continue;
            if (!ByKind.TryGetValue(gold.Kind, out var hits))
                ByKind[gold.Kind] = hits = new();
            hits.Count(true, isFound);
        }

        var open = findings.ToList();
        foreach (var span in wanted)
            Spans.Count(true, open.FindIndex(finding => Same(span, finding)) is var index && index >= 0 && Take(open, index));
        foreach (var _ in open)
            Spans.Count(false, true);
    }

    private List<Finding> Find(string text)
    {
        var kept = new List<Finding>();
        foreach (var scanner in Scanners)
        {
            _found.Clear();
            scanner.Scan(new(text, Literals(scanner, text), User), _found);
            var earlier = kept.Count;
            foreach (var finding in _found.All)
            {
                if (!kept.Take(earlier).Any(other => other.Start < finding.End && other.End > finding.Start))
                    kept.Add(finding);
            }
        }

        return kept;
    }

    private static LiteralHit[] Literals(TextScanner scanner, string text)
    {
        var hits = new List<LiteralHit>();
        for (var literal = 0; literal < scanner.Literals.Count; literal++)
        {
            var word = scanner.Literals[literal];
            var at = -1;
            while ((at = text.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase)) >= 0)
                hits.Add(new(literal, at + word.Length));
        }

        return [.. hits.OrderBy(static hit => hit.End)];
    }

    private static bool Take(List<Finding> open, int index)
    {
        open.RemoveAt(index);
        return true;
    }

    private static bool Same(LabelledSpan span, Finding finding)
    {
        var common = Math.Min(span.End, finding.End) - Math.Max(span.Start, finding.Start);
        var all = Math.Max(span.End, finding.End) - Math.Min(span.Start, finding.Start);
        return finding.Kind == span.Kind && 2 * common >= all;
    }

    // Words between spaces, signs at their ends apart.
    private static IEnumerable<(int Start, int End)> Cut(string text)
    {
        for (var index = 0; index < text.Length;)
        {
            if (char.IsWhiteSpace(text[index]))
            {
                index++;
                continue;
            }

            var end = index;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
                end++;
            while (index < end && !char.IsLetterOrDigit(text[index]))
                yield return (index, ++index);
            var last = end;
            while (last > index && !char.IsLetterOrDigit(text[last - 1]))
                last--;
            if (last > index)
                yield return (index, last);
            for (index = last; index < end; index++)
                yield return (index, index + 1);
        }
    }

    /// <summary>Right and wrong, and what follows from them.</summary>
    internal sealed class Hits
    {
        private int _right;
        private int _found;

        public int Wanted { get; private set; }

        public double Recall => Wanted == 0 ? 1 : (double)_right / Wanted;

        public double Precision => _found == 0 ? 1 : (double)_right / _found;

        public double F2 => Recall + Precision == 0 ? 0 : 5 * Precision * Recall / (4 * Precision + Recall);

        public void Count(bool wanted, bool found)
        {
            Wanted += wanted ? 1 : 0;
            _found += found ? 1 : 0;
            _right += wanted && found ? 1 : 0;
        }
    }
}
