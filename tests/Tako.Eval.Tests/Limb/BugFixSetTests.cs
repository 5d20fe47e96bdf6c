using System.Text.Json;
using Tako.Eval.Limb;

namespace Tako.Eval.Tests.Limb;

public sealed class BugFixSetTests(ITestOutputHelper output)
{
    private static readonly string[] Python =
    [
        Row("Python/0", "def add(a, b):\n", "    return a - b\n", "    return a + b\n", "assert add(1, 2) == 3\n"),
        Row("Python/1", "def _half(n):\n    return n // 2\n\n\ndef halves(n):\n", "    return [_half(n)]\n",
            "    return [_half(n), n - _half(n)]\n",
            "def check(f):\n    assert f(5) == [2, 3]\n\ncheck(halves)\n"),
        Row("", "def forever(n):\n", "    return forever(n)\n", "    return n\n", "assert forever(1) == 1\n"),
    ];

    private static readonly string[] JavaScript =
    [
        Row("JavaScript/0", "const add = (a, b) => {\n", "  return a - b;\n}\n\n", "  return a + b;\n}\n\n",
            "const testAdd = () => {\n  console.assert(add(1, 2) === 3)\n}\n\ntestAdd()\n"),
        Row("JavaScript/1", "const twice = (n) => {\n", "  return m * 2;\n}\n", "  return n * 2;\n}\n",
            "console.assert(twice(2) === 4)\n"),
        Row("JavaScript/2", "const os = require('os')\nconst end = () => {\n", "  return os.EOL + 'x';\n}\n",
            "  return os.EOL;\n}\n", "console.assert(end().length === 1)\n"),
    ];

    [Theory]
    [InlineData("python")]
    [InlineData("javascript")]
    public async Task Bugs_are_red_fixes_are_green_and_a_model_that_errs_gets_there_without_the_brain(string language)
    {
        var measures = await MeasureAsync(language == "python" ? Python : JavaScript);

        foreach (var measure in measures)
            output.WriteLine($"{measure.Name} {measure.Value} {measure.Why}");
        double Value(string name) => measures.Single(measure => measure.Name == name).Value.ShouldNotBeNull();
        Value("red_with_bug").ShouldBe(1);
        Value("green_with_fix").ShouldBe(1);
        Value("false_green").ShouldBe(0);
        Value("loop_green").ShouldBe(1, measures.Single(measure => measure.Name == "loop_green").Why);
        Value("turns_median").ShouldBe(2);
        Value("brain_calls").ShouldBe(0);
        measures.Single(measure => measure.Name == "brain_calls").Why!.ShouldContain("scripted model");
        measures.ShouldAllBe(measure => measure.Why!.Contains("sandbox L"));
    }

    [Fact]
    public async Task A_set_without_any_such_rows_is_said_to_be_missing()
    {
        var measures = await MeasureAsync([Row("Rust/0", "fn add() {", "", "}", "test")]);
        measures.ShouldHaveSingleItem().Value.ShouldBeNull();
        measures[0].Why!.ShouldContain("language");
    }

    private static string Row(string task, string prompt, string buggy, string right, string test) =>
        new System.Text.Json.Nodes.JsonObject
    {
        ["task_id"] = task, ["prompt"] = prompt, ["buggy_solution"] = buggy, ["canonical_solution"] = right, ["test"] = test,
    }.ToJsonString();

    private static async Task<IReadOnlyList<Measure>> MeasureAsync(IReadOnlyList<string> rows)
    {
        var state = Directory.CreateTempSubdirectory("tako-eval-");
        try
        {
            var set = new BugFixSet();
            List<JsonElement> parsed = [.. rows.Select(row => JsonDocument.Parse(row).RootElement)];
            parsed.ShouldAllBe(row => set.Takes(row));
            var measures = new List<Measure>();
            await foreach (var measure in set.MeasureAsync("own", parsed, new EvalRequest { DataFolder = state.FullName,
                StateFolder = state.FullName },
                TestContext.Current.CancellationToken))
                measures.Add(measure);
            Directory.Exists(Path.Join(state.FullName, "eval")).ShouldBe(measures.Count > 1);
            return measures;
        }
        finally
        {
            state.Delete(recursive: true);
        }
    }
}
