using System.Text.Json;
using Tako.Core.Faults;
using Tako.Core.Schema;

namespace Tako.Eval.Reflex;

/// <summary>Groups of a JSON schema and values that fit or do not. What lies below a folder named optional is counted apart.</summary>
internal sealed class SchemaSuiteSet : IReflexSet
{
    public bool Takes(JsonElement first) =>
        first.TryGetProperty("schema", out _) && first.TryGetProperty("tests", out var tests) && tests.ValueKind == JsonValueKind.Array;

    public IEnumerable<Measure> Missing => [Of("json_schema", "required_right", null, 1,
        0) with { Why = "no groups of schema and tests are there" }];

    public IEnumerable<Measure> Measure(IReadOnlyList<DataSet> sets, EvalRequest request)
    {
        foreach (var optional in (bool[])[false, true])
        {
            var (right, all, elsewhere) = (0, 0, 0);
            var wrong = new List<string>();
            foreach (var set in sets.Where(set => IsOptional(set.Name) == optional))
            {
                var (good, count, skipped) = Count(set);
                (right, all, elsewhere) = (right + good, all + count, elsewhere + skipped);
                if (good < count)
                    wrong.Add($"{set.Name} {good}/{count}");
            }

            if (all > 0)
                yield return Of("json_schema", optional ? "optional_right" : "required_right", Math.Round((double)right / all, 4),
                    optional ? 0.95 : 1, all) with
                {
                    Why = wrong.Count == 0 ? null : string.Join(", ", wrong),
                };
            if (elsewhere > 0)
                yield return Of("json_schema", optional ? "optional_elsewhere" : "required_elsewhere", elsewhere, null, all) with
                {
                    Better = "lower",
                    About = "tests that need documents which are not in the set, and are not counted",
                };
        }
    }

    private static bool IsOptional(string name) => name.Split('/').Contains("optional");

    private static (int Right, int All, int Elsewhere) Count(DataSet set)
    {
        var (right, all, elsewhere) = (0, 0, 0);
        var formats = IsOptional(set.Name) && set.Name.Split('/').Contains("format");
        foreach (var group in set.Rows)
        {
            var tests = group.GetProperty("tests");
            var schema = JsonSchema.Parse(group.GetProperty("schema"), formats);
            if (schema is Parsed<JsonSchema>.Faulty { Faults: var faults }
                && faults.All(static fault => fault.Message.Contains("leads out of this document", StringComparison.Ordinal)))
            {
                elsewhere += tests.GetArrayLength();
                continue;
            }

            foreach (var test in tests.EnumerateArray())
            {
                all++;
                if (schema is Parsed<JsonSchema>.Ok ok
                    && ok.Value.Check(test.GetProperty("data")).Count == 0 == test.GetProperty("valid").GetBoolean())
                    right++;
            }
        }

        return (right, all, elsewhere);
    }

    private static Measure Of(string set, string name, double? value, double? target, int n) => new()
    {
        Suite = "reflex",
        Set = set,
        Name = name,
        Value = value,
        Better = "higher",
        Target = target,
        N = n,
    };
}
