using System.Text.Json;
using System.Text.Json.Nodes;
using Tako.Core.Schema;

namespace Tako.Eval.Reflex;

/// <summary>Texts that were meant as JSON, with what they were meant to be.</summary>
internal sealed class JsonRepairSet : IReflexSet
{
    public bool Takes(JsonElement first) => first.Text("text") is not null && first.Text("expected") is { } expected
        && Parse(expected).Parsed;

    public IEnumerable<Measure> Missing => [Of("json_repair", "equal_after_parsing", null, "higher", 0.97,
        0) with { Why = "no texts to repair are there" }];

    public IEnumerable<Measure> Measure(IReadOnlyList<DataSet> sets, EvalRequest request)
    {
        foreach (var set in sets)
        {
            var rows = set.Rows.Where(static row => row.Text("text") is not null && row.Text("expected") is { } expected
                && Parse(expected).Parsed)
                .Select(static row => (Text: row.Text("text")!, Expected: row.Text("expected")!)).ToList();
            if (rows.Count == 0)
                continue;
            yield return Of(set.Name, "equal_after_parsing", Share(rows.Count(static row => Right(JsonRepair.Repair(row.Text),
                row.Expected)), rows.Count),
                "higher", 0.97, rows.Count) with { Baseline = Share(rows.Count(static row => Right(row.Text, row.Expected)),
                    rows.Count), About = "baseline: a strict parser" };
            var valid = rows.Where(static row => Parse(row.Text).Parsed).ToList();
            if (valid.Count > 0)
                yield return Of(set.Name, "valid_touched", Share(valid.Count(static row =>
                    JsonRepair.Repair(row.Text) != row.Text.Trim()), valid.Count), "lower", 0, valid.Count);
        }
    }

    private static bool Right(string? text, string expected) =>
        text is not null && Parse(text) is { Parsed: true, Value: var value } && JsonNode.DeepEquals(value, Parse(expected).Value);

    private static (bool Parsed, JsonNode? Value) Parse(string text)
    {
        try
        {
            return (true, JsonNode.Parse(text));
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException)
        {
            return (false, null);
        }
    }

    private static double Share(int part, int whole) => Math.Round((double)part / whole, 4);

    private static Measure Of(string set, string name, double? value, string better, double? target, int n) => new()
    {
        Suite = "reflex",
        Set = set,
        Name = name,
        Value = value,
        Better = better,
        Target = target,
        N = n,
    };
}
