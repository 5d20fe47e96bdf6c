using System.Text.Json;
using Tako.Core.Faults;
using Tako.Core.Schema;

namespace Tako.Eval.Reflex;

/// <summary>Groups of a JSON schema and values that fit or do not. What lies below a folder named optional is counted apart.</summary>
internal sealed class SchemaSuiteSet : IReflexSet
{
    private const string Elsewhere = "http://localhost:1234/";

    public bool Takes(JsonElement first) =>
        first.TryGetProperty("schema", out _) && first.TryGetProperty("tests", out var tests) && tests.ValueKind == JsonValueKind.Array;

    public IEnumerable<Measure> Missing => [Of("json_schema", "required_right", null, 1, 0) with { Why = "no groups of schema and tests are there" }];

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
                yield return Of("json_schema", optional ? "optional_right" : "required_right", Math.Round((double)right / all, 4), optional ? 0.95 : 1, all) with
                {
                    Why = wrong.Count == 0 ? null : string.Join(", ", wrong),
                };
            if (elsewhere > 0)
                yield return Of("json_schema", optional ? "optional_elsewhere" : "required_elsewhere", elsewhere, null, all) with
                {
                    Better = "lower",
                    About = "tests that need documents of another machine, which are not given and not counted",
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
            if (Refers(group.GetProperty("schema")))
            {
                elsewhere += tests.GetArrayLength();
                continue;
            }

            var schema = JsonSchema.Parse(group.GetProperty("schema"), formats);
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

    // Whether it refers to a document that the suite serves from a machine of its own.
    private static bool Refers(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Any(static member => member.Name is "$ref" or "$dynamicRef" or "$schema"
            && member.Value.ValueKind == JsonValueKind.String
            && member.Value.GetString()!.StartsWith(Elsewhere, StringComparison.Ordinal) || Refers(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().Any(Refers),
        _ => false,
    };

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
