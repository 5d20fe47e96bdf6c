using System.Text.Json;
using Tako.Reflexes.Personal;

namespace Tako.Eval.Reflex;

/// <summary>
/// Texts with marked personal data, of which the structured types are measured; and ordinary texts, in which none should be found.
/// </summary>
internal sealed class StructuredPersonalSet : IReflexSet
{
    /// <summary>No row is learnt from, but the rows for development were looked at while the rules were written.</summary>
    internal const string Hand = "nothing; rules by hand, revised in sight of the development half";

    private const string Acts = "findings of score 0.5 and more, as the default policy acts; ";

    // The types of the data, and our kinds for them.
    private static readonly Dictionary<string, string[]> Types = new(StringComparer.Ordinal)
    {
        ["EMAIL_ADDRESS"] = ["email"],
        ["EMAIL"] = ["email"],
        ["CREDIT_CARD"] = ["card"],
        ["US_SSN"] = ["us_ssn"],
        ["IP_ADDRESS"] = ["ip"],
        ["IBAN_CODE"] = ["iban"],
        ["IBAN"] = ["iban"],
        ["URL"] = ["url", "url_credentials"],
        ["DOMAIN_NAME"] = ["url", "url_credentials"],
        ["PHONE_NUMBER"] = ["phone", "tr_phone_number", "ph_mobile_number"],
        ["MAC_ADDRESS"] = ["mac_address"],
        ["CRYPTO"] = ["crypto_wallet"],
        ["US_ITIN"] = ["us_itin"],
        ["US_PASSPORT"] = ["us_passport"],
        ["US_DRIVER_LICENSE"] = ["us_driver_license"],
    };

    public IEnumerable<Measure> Missing =>
        [New("reflex", "structured_recall", null, "higher", 0.99, null, 0,
            "no set with the field spans, or with a label that begins with benign")];

    public bool Takes(JsonElement first) =>
        first.TryGetProperty("spans", out var spans) && spans.ValueKind == JsonValueKind.Array
        || (first.Text("text") is not null && first.Text("label")?.StartsWith("benign", StringComparison.Ordinal) == true);

    public IEnumerable<Measure> Measure(IReadOnlyList<DataSet> sets, EvalRequest request)
    {
        foreach (var set in sets)
        {
            foreach (var measure in set.Rows.Any(static row => row.TryGetProperty("spans", out _)) ? Marked(set, request)
                : Ordinary(set, request))
                yield return measure;
        }

        foreach (var measure in StreamSplits.Measure(sets).Concat(ScanTimes.Measure(sets, request)))
            yield return measure;
    }

    private static IEnumerable<Measure> Marked(DataSet set, EvalRequest request)
    {
        var search = new PersonalSearch();
        var (ours, plain) = (new Tally(), new Tally());
        foreach (var row in set.Rows)
        {
            var text = row.Text("text") ?? "";
            var spans = Span.Of(row);
            var found = new List<(string Kind, int Start, int End)>();
            foreach (var one in search.Find(text))
            {
                if (one.Score >= PersonalKinds.Threshold || one.Kind is "date")
                    found.Add((one.Kind, one.Start, one.End));
            }

            ours.Count(text, spans, found);
            plain.Count(text, spans, [.. PlainPatterns.Find(text)]);
        }

        const string How = Acts + "a span counts as found when findings of its type's kinds cover at least half of it; "
            + "domain names, with a scheme or without, count as url";
        yield return New(set.Name, "structured_recall", ours.Recall, "higher", 0.99, plain.Recall, ours.Spans, How);
        yield return New(set.Name, "structured_precision", ours.Precision, "higher", null, plain.Precision, ours.Findings,
            Acts + "right when it overlaps a marked span that it can stand for; kinds of no type in the set count as wrong, dates apart");
        foreach (var (type, (all, hit)) in ours.ByType.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            yield return New(set.Name, "recall_" + type.ToLowerInvariant(), (double)hit / all, "higher", 0.99, null, all, How);
        if (ours.Dates > 0)
            yield return New(set.Name, "recall_date_with_digits", (double)ours.DatesFound / ours.Dates, "higher", null, null, ours.Dates,
                "of DATE_TIME spans with a digit, by findings of any score from 0.3; a year alone or a day of the week is not looked "
                + "for");
        if (ours.Missed.Count + ours.False.Count > 0)
            request.Saying($"{set.Name} missed: {string.Join("; ", ours.Missed)}. Wrong: {string.Join("; ", ours.False)}");
    }

    private static IEnumerable<Measure> Ordinary(DataSet set, EvalRequest request)
    {
        var search = new PersonalSearch(PersonalKinds.Threshold);
        var texts = set.Rows.Where(static row => row.Text("label")?.StartsWith("benign", StringComparison.Ordinal) == true)
            .Select(static row => row.Text("text") ?? "").ToList();
        var (flagged, plain) = (0, 0);
        var seen = new List<string>();
        foreach (var text in texts)
        {
            var hit = false;
            foreach (var one in search.Find(text))
            {
                if (one.Kind is "date" or "url")
                    continue;
                hit = true;
                seen.Add($"{one.Kind} '{text.Substring(one.Start, one.Length)}'");
            }

            flagged += hit ? 1 : 0;
            plain += PlainPatterns.Find(text).Any(static one => one.Kind is not ("date" or "url")) ? 1 : 0;
        }

        if (seen.Count > 0)
            request.Saying($"{set.Name} in ordinary texts: {string.Join("; ", seen.Take(80))}");
        yield return New(set.Name, "structured_flagged", (double)flagged / texts.Count, "lower", 0.005, (double)plain / texts.Count,
            texts.Count,
            Acts + "share of texts in which a kind other than date and url is found; "
            + "personal data that is really there counts against us, too");
    }

    internal static Measure New(string set, string name, double? value, string better, double? target, double? baseline, int n,
        string about) =>
        new()
    {
        Suite = "reflex", TrainedOn = Hand, Set = set, Name = name, Value = value, Better = better, Target = target, Baseline = baseline,
            N = n,
            About = about,
    };

    private sealed record Span(string Type, int Start, int End)
    {
        public static List<Span> Of(JsonElement row) =>
        [
            .. row.GetProperty("spans").EnumerateArray().Select(static one => new Span(
                one.Text("entity_type") ?? "", one.GetProperty("start_position").GetInt32(), one.GetProperty("end_position").GetInt32())),
        ];
    }

    private sealed class Tally
    {
        private int _found;
        private int _right;

        public int Spans { get; private set; }

        public int Findings { get; private set; }

        public int Dates { get; private set; }

        public int DatesFound { get; private set; }

        public Dictionary<string, (int All, int Hit)> ByType { get; } = [];

        public List<string> Missed { get; } = [];

        public List<string> False { get; } = [];

        public double? Recall => Spans == 0 ? null : (double)_found / Spans;

        public double? Precision => Findings == 0 ? null : (double)_right / Findings;

        public void Count(string text, List<Span> spans, List<(string Kind, int Start, int End)> found)
        {
            foreach (var span in spans)
            {
                if (span.Type == "DATE_TIME" && text[span.Start..span.End] is var date && date.Any(char.IsAsciiDigit)
                    && date.Trim().Length != 4)
                {
                    Dates++;
                    DatesFound += found.Any(one => one.Kind is "date" or "date_of_birth" && one.Start < span.End && span.Start < one.End)
                        ? 1 : 0;
                }

                if (!Types.TryGetValue(span.Type, out var kinds))
                    continue;
                Spans++;
                var hit = found.Any(one => kinds.Contains(one.Kind)
                    && 2 * (Math.Min(one.End, span.End) - Math.Max(one.Start, span.Start)) >= span.End - span.Start);
                _found += hit ? 1 : 0;
                var known = ByType.GetValueOrDefault(span.Type);
                ByType[span.Type] = (known.All + 1, known.Hit + (hit ? 1 : 0));
                if (!hit)
                    Missed.Add($"{span.Type} '{text[span.Start..span.End]}'");
            }

            foreach (var one in found.Where(static one => one.Kind is not ("date" or "date_of_birth")))
            {
                var right = spans.Any(span => Types.TryGetValue(span.Type, out var kinds) && kinds.Contains(one.Kind)
                    && one.Start < span.End && span.Start < one.End);
                Findings++;
                _right += right ? 1 : 0;
                if (!right)
                    False.Add($"{one.Kind} '{text[one.Start..one.End]}'");
            }
        }
    }
}
