using System.Text;
using Tako.Core.Labels;
using Tako.Reflexes.Inspection;

namespace Tako.Reflexes.Names.Training;

/// <summary>What a way of training does on texts of groups that it did not see: each half of the groups by a model of the other.</summary>
public sealed record NameReport
{
    public required int Rows { get; init; }

    public required int Groups { get; init; }

    public required IReadOnlyList<KindReport> Kinds { get; init; }

    /// <summary>Trains on all rows, and says what the same training does on groups that it did not see.</summary>
    /// <exception cref="ArgumentException">See <see cref="NameTrainer.Train"/>.</exception>
    public static (NameModel Model, NameReport Report) Run(NameTraining training, IReadOnlyList<(LabelledText Text, string Group)> rows)
    {
        var model = new NameTrainer(training).Train([.. rows.Select(static row => row.Text)]);
        var kinds = rows.SelectMany(static row => row.Text.Spans).Select(static span => span.Kind).Distinct().Order(StringComparer.Ordinal);
        var tallies = kinds.ToDictionary(static kind => kind, static kind => new KindReport(kind, 0, 0, 0));
        for (var half = 0; half < 2; half++)
        {
            var (seen, unseen) = (rows.Where(row => HalfOf(row.Group) == half).ToList(), rows.Where(row => HalfOf(row.Group) != half));
            if (seen.Count == 0 && training.Sentences <= 0)
                continue;
            var scanner = new NameScanner(new NameTrainer(training).Train([.. seen.Select(static row => row.Text)]));
            foreach (var (text, _) in unseen)
                Tally(scanner, text, tallies);
        }

        return (model, new NameReport
        {
            Rows = rows.Count,
            Groups = rows.Select(static row => row.Group).Distinct().Count(),
            Kinds = [.. tallies.Values.OrderBy(static kind => kind.Kind, StringComparer.Ordinal)],
        });
    }

    private static void Tally(NameScanner scanner, LabelledText text, Dictionary<string, KindReport> tallies)
    {
        var into = new FindingList();
        scanner.Scan(new ScanText(text.Text, [], Labels.User("row")), into);
        Finding[] found = [.. into.All];
        foreach (var span in text.Spans)
        {
            var tally = tallies[span.Kind];
            var hit = found.Any(finding => finding.Kind == span.Kind && 2 * Shared(finding, span) >= span.Length);
            tallies[span.Kind] = tally with { Labelled = tally.Labelled + 1, Found = tally.Found + (hit ? 1 : 0) };
        }

        foreach (var finding in found)
        {
            if (tallies.TryGetValue(finding.Kind, out var tally)
                && !text.Spans.Any(span => span.Kind == finding.Kind && Shared(finding, span) > 0))
                tallies[finding.Kind] = tally with { Wrong = tally.Wrong + 1 };
        }
    }

    private static int Shared(in Finding finding, LabelledSpan span) =>
        Math.Max(0, Math.Min(finding.End, span.End) - Math.Max(finding.Start, span.Start));

    private static int HalfOf(string group)
    {
        var hash = 2166136261u;
        foreach (var letter in Encoding.UTF8.GetBytes(group))
            hash = (hash ^ letter) * 16777619u;
        hash ^= hash >> 15;
        return (int)((hash * 0x2C1B3C6Du) >> 31);
    }
}

/// <summary>One kind of finding in texts that were not seen.</summary>
/// <param name="Labelled">How many there are.</param>
/// <param name="Found">How many were found, at least half of each.</param>
/// <param name="Wrong">Findings where there is nothing of the kind.</param>
public sealed record KindReport(string Kind, int Labelled, int Found, int Wrong);
