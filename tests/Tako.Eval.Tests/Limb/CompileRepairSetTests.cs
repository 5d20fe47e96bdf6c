using System.Text.Json;
using Tako.Eval.Limb;

namespace Tako.Eval.Tests.Limb;

public sealed class CompileRepairSetTests
{
    private const string Clean = "class Reef { static void Main() { } }";

    [Fact]
    public async Task Mended_programs_are_counted_and_compared_with_the_right_ones()
    {
        var measures = await MeasureAsync(
            Row("CS1002", "class Reef { static void Main() { int a = 1 } }",
                "class Reef { static void Main() { /* one */ int a = 7; } }"),
            Row("CS1002", "class Reef { static void Main() { int a = 1 } }", "class Reef { static void Main() { long a = 1; } }"),
            Row("CS0103", "class Reef { static void Main() { unheard(1, 2); } }", Clean),
            Row("CS1002", Clean, Clean));
        Value(measures, "compile_clean").ShouldBe(2.0 / 3, 0.001);
        Value(measures, "compile_clean_without_sdk_fixes").ShouldBe(2.0 / 3, 0.001);
        Value(measures, "equals_reference").ShouldBe(0.5);
        Value(measures, "compile_clean.CS1002").ShouldBe(1);
        Value(measures, "compile_clean.CS0103").ShouldBe(0);
        Value(measures, "clean_before").ShouldBe(0.25);
        Value(measures, "tokens_changed_median").ShouldBe(1);
        Value(measures, "removed_tokens_share").ShouldBe(0);
        measures.Single(each => each.Name == "compile_clean.CS1002").N.ShouldBe(2);
        measures.Single(each => each.Name == "compile_clean").Baseline.ShouldNotBeNull();
    }

    [Fact]
    public async Task Without_right_programs_the_measure_says_why_it_has_no_value()
    {
        var measures = await MeasureAsync(Row("CS1002", "class Reef { static void Main() { int a = 1 } }", null));
        var equal = measures.Single(each => each.Name == "equals_reference");
        equal.Value.ShouldBeNull();
        equal.Why.ShouldNotBeNull().ShouldContain("reference");
    }

    [Theory]
    [InlineData("int a = 1; // one", "int a =\n 2;", true)]
    [InlineData("var s = \"a\"; var c = 'c';", "var s = \"b\"; var c = 'd';", true)]
    [InlineData("int a = 1;", "long a = 1;", false)]
    [InlineData("f(a, b);", "f(b, a);", false)]
    public void Programs_are_equal_up_to_literals_comments_and_space(string left, string right, bool equal) =>
        ProgramTokens.AreEqual(left, right).ShouldBe(equal);

    [Fact]
    public void Changed_tokens_are_counted_on_both_sides() => ProgramTokens.Changed("int a = b;", "long a = (int)b;").ShouldBe((4, 1));

    private static double Value(IEnumerable<Measure> measures, string name) =>
        measures.Single(each => each.Name == name).Value.ShouldNotBeNull();

    private static async Task<List<Measure>> MeasureAsync(params JsonElement[] rows)
    {
        var request = new EvalRequest { DataFolder = Path.GetTempPath(), StateFolder = Path.GetTempPath() };
        var measures = new List<Measure>();
        await foreach (var measure in new CompileRepairSet().MeasureAsync("reef", rows, request, CancellationToken.None))
            measures.Add(measure);
        return measures;
    }

    private static JsonElement Row(string code, string source, string? reference) => JsonSerializer.SerializeToElement(reference is null
        ? new Dictionary<string, string> { ["code"] = code, ["source"] = source }
        : new Dictionary<string, string> { ["code"] = code, ["source"] = source, ["reference"] = reference });
}
