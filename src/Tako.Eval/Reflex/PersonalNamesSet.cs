using System.Buffers;
using System.Text.Json;
using Tako.Core.Labels;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Names;
using Tako.Reflexes.Names.Training;

namespace Tako.Eval.Reflex;

/// <summary>
/// Texts with labelled personal data (rows with <c>text</c> and <c>spans</c>), all types, once as shipped and once trained on half of the
/// groups; and ordinary texts (labels that begin with <c>benign</c>), in which nobody should be found.
/// </summary>
internal sealed class PersonalNamesSet : IReflexSet
{
    private const int MostFalseRows = 4000;
    private const string OwnSentences = "sentences and lists of its own";
    private const string HalfTheGroups = "sentences and lists of its own, and the other half of the groups";

    private static readonly Label User = new(Integrity.User, Confidentiality.Internal, []);

    // Scanners that run beside the tagger.
    private readonly IReadOnlyList<TextScanner> _others = [new Tako.Reflexes.Personal.PersonalScanner()];

    public bool Takes(JsonElement first) => first.Text("text") is not null && (HasSpans(first) || IsOrdinary(first));

    public IEnumerable<Measure> Missing { get; } =
    [
        new()
        {
            Suite = "reflex", Set = "labelled personal data", Name = "pii_f2", Value = null, Better = "higher", N = 0,
            Why = "No set with text and spans is there.",
        },
    ];

    public IEnumerable<Measure> Measure(IReadOnlyList<DataSet> sets, EvalRequest request)
    {
        var shipped = new NameScanner(NameModel.Shipped());
        foreach (var set in sets)
        {
            var rows = set.Rows.Where(HasSpans).Select(PersonalRow.Of).ToList();
            if (rows.Count == 0)
                continue;
            var tally = new PersonalTally([.. _others, shipped]);
            rows.ForEach(tally.Add);
            foreach (var measure in Figures(set.Name, "untrained", OwnSentences, 0.75, 0.618, rows, tally))
                yield return measure;
            var halves = new PersonalTally([]);
            var seconds = Halves(rows, halves, request);
            foreach (var measure in Figures(set.Name, "trained", HalfTheGroups, 0.87, 0.845, rows, halves))
                yield return measure;
            yield return Plain(set.Name, "names_training_seconds", seconds, rows.Count, "one training, and testing on the other half");
        }

        foreach (var set in sets)
        {
            var texts = set.Rows.Where(IsOrdinary).Select(static row => row.Text("text") ?? "").Where(static text => text.Length > 0)
                .ToList();
            if (texts.Count == 0)
                continue;
            yield return Ordinary(set.Name, Spread(texts), shipped);
            foreach (var measure in Speed(set.Name, texts, shipped, request.Time))
                yield return measure;
        }
    }

    private double Halves(List<PersonalRow> rows, PersonalTally tally, EvalRequest request)
    {
        var started = request.Time.GetTimestamp();
        for (var half = 0; half < 2; half++)
        {
            request.Saying($"training on half of {rows.Count} rows");
            var train = rows.Where(row => row.Half == half).Select(static row => row.Labelled).ToList();
            var scanner = new NameScanner(new NameTrainer(new()).Train(train));
            tally.Scanners = [.. _others, scanner];
            foreach (var row in rows.Where(row => row.Half != half))
                tally.Add(row);
        }

        return request.Time.GetElapsedTime(started).TotalSeconds / 2;
    }

    private static IEnumerable<Measure> Figures(
        string set, string how, string trainedOn, double target, double baseline, List<PersonalRow> rows, PersonalTally tally)
    {
        const string tokens = "words and signs that are personal data or not, any type; cut at spaces, signs at both ends apart";
        yield return Figure("pii_f2", tally.Tokens.F2, tokens, target, baseline);
        yield return Figure("pii_recall", tally.Tokens.Recall, tokens);
        yield return Figure("pii_precision", tally.Tokens.Precision, tokens);
        const string spans = "spans of the right kind that share at least half of what either covers";
        yield return Figure("pii_typed_span_f2", tally.Spans.F2, spans);
        foreach (var (kind, found) in tally.ByKind.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            yield return Figure($"pii_recall_{kind}", found.Recall, $"tokens of {found.Wanted} found under any kind");

        Measure Figure(string name, double value, string about, double? target = null, double? baseline = null) => new()
        {
            Suite = "reflex", Set = set, Name = $"{name}_{how}", Value = value, Better = "higher", Target = target, Baseline = baseline,
            TrainedOn = trainedOn, N = rows.Count, About = about,
        };
    }

    private static Measure Ordinary(string set, IReadOnlyList<string> texts, NameScanner scanner)
    {
        var (found, hit) = (new FindingList(), 0);
        foreach (var text in texts)
        {
            found.Clear();
            scanner.Scan(new(text, [], User), found);
            hit += found.All.ToArray().Any(static finding => finding.Kind is "person" or "address") ? 1 : 0;
        }

        return new()
        {
            Suite = "reflex", Set = set, Name = "texts_with_person_or_address", Value = (double)hit / texts.Count, Better = "lower",
            N = texts.Count, TrainedOn = OwnSentences, About = "for information: ordinary texts do name people",
        };
    }

    private static IEnumerable<Measure> Speed(string set, IReadOnlyList<string> texts, NameScanner scanner, TimeProvider time)
    {
        var plain = SearchValues.Create([.. Enumerable.Range(0, 128).Select(static code => (char)code)]);
        var (found, letters, tagging, passing) = (new FindingList(), 0L, 0.0, 0.0);
        // Blocks of 4,096 letters, each at its best of seven: a busy machine disturbs some rounds, not all.
        foreach (var block in string.Join('\n', texts).Chunk(4096).Take(100).Select(static block => new string(block)))
        {
            var (tag, pass) = (double.MaxValue, double.MaxValue);
            for (var round = 0; round < 7; round++)
            {
                var started = time.GetTimestamp();
                found.Clear();
                scanner.Scan(new(block, [], User), found);
                tag = Math.Min(tag, time.GetElapsedTime(started).TotalMicroseconds);
                started = time.GetTimestamp();
                var at = block.AsSpan().IndexOfAnyExcept(plain);
                var passed = time.GetElapsedTime(started).TotalMicroseconds;
                pass = at < 0 ? Math.Min(pass, passed) : pass;
            }

            // A pass that stops early says nothing of a whole one.
            if (pass == double.MaxValue)
                continue;
            (letters, tagging, passing) = (letters + block.Length, tagging + tag, passing + pass);
        }

        if (letters == 0)
            yield break;
        const string about = "blocks of 4,096 letters, each at its best of seven rounds";
        yield return Plain(set, "names_us_per_kb", tagging * 1024 / letters, texts.Count, about);
        yield return Plain(set, "names_ratio_to_one_pass", tagging / passing, texts.Count, "to one IndexOfAnyExcept in the same run");
    }

    private static Measure Plain(string set, string name, double value, int count, string about) =>
        new() { Suite = "reflex", Set = set, Name = name, Value = value, Better = "lower", N = count, About = about };

    private static List<string> Spread(List<string> texts) => texts.Count <= MostFalseRows
        ? texts
        : [.. Enumerable.Range(0, MostFalseRows).Select(index => texts[(int)((long)index * texts.Count / MostFalseRows)])];

    private static bool HasSpans(JsonElement row) =>
        row.TryGetProperty("spans", out var spans) && spans.ValueKind == JsonValueKind.Array;

    private static bool IsOrdinary(JsonElement row) =>
        row.Text("label") is { } label && label.StartsWith("benign", StringComparison.Ordinal);
}
