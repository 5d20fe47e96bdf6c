using System.Text.Json;
using Tako.Reflexes.Personal;

namespace Tako.Eval.Reflex;

/// <summary>Cases of single recognisers of structured personal data: a value that must be found, or one that must not.</summary>
internal sealed class RecogniserSet : IReflexSet
{
    private const string Rule = "a match is found when a finding of the recogniser's own kind overlaps each given place "
        + "(or, where none is given, as many are found as expected); a non-match is hit when any finding is of that kind";

    public IEnumerable<Measure> Missing =>
        [New("reflex", "matches_found", null, "higher", 0.98, null, 0, "no set with the fields recognizer and label")];

    public bool Takes(JsonElement first) => first.Text("recognizer") is not null && first.Text("label") is "match" or "no_match";

    public IEnumerable<Measure> Measure(IReadOnlyList<DataSet> sets, EvalRequest request)
    {
        foreach (var set in sets)
        {
            var cases = set.Rows.Select(row => Case.Read(row)).Where(static one => one.Kinds.Count > 0).ToList();
            var other = set.Rows.Count - cases.Count;
            var plain = Figures(cases, static text => PlainPatterns.Find(text).ToList());
            foreach (var (ending, floor, about) in new[]
            {
                ("", 0.0, "each recogniser alone, findings of any score, as most cases are bare values without context"),
                ("_at_threshold", PersonalKinds.Threshold, "only findings that the default policy acts on (score 0.5 and more)"),
            })
            {
                var search = new PersonalSearch(floor);
                var ours = Figures(cases, text => Found(search, text));
                var words = $"{about}; {Rule}; {other} rows of recognisers of names and user patterns left out";
                var bare = ending.Length == 0;
                yield return New(set.Name, "matches_found" + ending, ours.Found, "higher", bare ? 0.98 : null, plain.Found, ours.Matches,
                    words);
                yield return New(set.Name, "non_matches_hit" + ending, ours.Hit, "lower", 0.02, plain.Hit, ours.Others, words);
                if (bare && ours.Wrong.Count > 0)
                    request.Saying("recogniser cases that go wrong: " + string.Join("; ", ours.Wrong));
            }
        }
    }

    private static List<(string Kind, int Start, int End)> Found(PersonalSearch search, string text)
    {
        var found = new List<(string, int, int)>();
        foreach (var one in search.Find(text))
            found.Add((one.Kind, one.Start, one.End));
        return found;
    }

    private static Outcome Figures(List<Case> cases, Func<string, List<(string Kind, int Start, int End)>> find)
    {
        var (matches, found, others, hit) = (0, 0, 0, 0);
        var wrong = new List<string>();
        foreach (var one in cases)
        {
            var own = find(one.Text).Where(each => one.Kinds.Contains(each.Kind)).ToList();
            var right = one.Match ? one.FoundBy(own) : own.Count == 0;
            (matches, found) = one.Match ? (matches + 1, found + (right ? 1 : 0)) : (matches, found);
            (others, hit) = one.Match ? (others, hit) : (others + 1, hit + (right ? 0 : 1));
            if (!right)
                wrong.Add($"{one.Kinds[0]} {(one.Match ? "missed" : "hit")} '{one.Text}'");
        }

        return new Outcome(Share(found, matches), matches, Share(hit, others), others, wrong);
    }

    private static double? Share(int part, int whole) => whole == 0 ? null : (double)part / whole;

    private static Measure New(string set, string name, double? value, string better, double? target, double? baseline, int n,
        string about) =>
        new()
    {
        Suite = "reflex", TrainedOn = StructuredPersonalSet.Hand, Set = set, Name = name, Value = value, Better = better,
            Target = target, Baseline = baseline, N = n,
            About = about,
    };

    private sealed record Outcome(double? Found, int Matches, double? Hit, int Others, List<string> Wrong);

    private sealed record Case(string Text, bool Match, IReadOnlyList<string> Kinds, IReadOnlyList<(int Start, int End)> Places,
        int Expected)
    {
        public static Case Read(JsonElement row)
        {
            var places = row.TryGetProperty("positions", out var list) && list.ValueKind == JsonValueKind.Array
                ? list.EnumerateArray().Select(static pair => (pair[0].GetInt32(), pair[1].GetInt32())).ToList()
                : [];
            var expected = row.TryGetProperty("expected_count", out var count)
                && count.ValueKind == JsonValueKind.Number ? count.GetInt32() : 1;
            return new Case(row.Text("text") ?? "", row.Text("label") == "match", RecogniserKinds.Of(row.Text("recognizer") ?? ""),
                places, expected);
        }

        public bool FoundBy(List<(string Kind, int Start, int End)> own) => Places.Count > 0
            ? Places.All(place => own.Any(one => one.Start < place.End && place.Start < one.End))
            : own.Select(static one => (one.Start, one.End)).Distinct().Count() >= Math.Max(1, Expected);
    }
}
