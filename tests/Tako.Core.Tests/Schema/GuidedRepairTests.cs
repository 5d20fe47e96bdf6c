using System.Text;
using System.Text.Json;
using Tako.Core.Faults;
using Tako.Core.Schema;

namespace Tako.Core.Tests.Schema;

public class GuidedRepairTests
{
    private const string Order = """
        {"type":"object","required":["item","count"],"additionalProperties":false,"properties":{
          "item":{"type":"string"},"count":{"type":"integer"},"paid":{"type":"boolean"},"tags":{"type":"array","items":{"type":"string"}},
          "size":{"enum":["Small","Large"]},"shipTo":{"type":["string","null"]},"box":{"$ref":"#/$defs/box"}},
          "$defs":{"box":{"type":"object","properties":{"height":{"type":"number"}}}}}
        """;

    [Theory]
    [InlineData("""{"item": "cup", "count": "3",}""", """{"item":"cup","count":3}""")]
    [InlineData("""{item: 12, count: 007, paid: "True"}""", """{"item":"12","count":7,"paid":true}""")]
    [InlineData("""{item: cup, count: 1, tags: blue}""", """{"item":"cup","count":1,"tags":["blue"]}""")]
    [InlineData("""{Item: cup, cuont: 1, ship_to: ""}""", """{"item":"cup","count":1,"shipTo":""}""")]
    [InlineData("""{item: cup, count: [1], size: large}""", """{"item":"cup","count":1,"size":"Large"}""")]
    [InlineData("""{item: cup, count: 1, box: {height: "2.5"}}""", """{"item":"cup","count":1,"box":{"height":2.5}}""")]
    [InlineData("""{item: cup, count: 1, box: "{\"height\": 2}"}""", """{"item":"cup","count":1,"box":{"height":2}}""")]
    [InlineData("""{"item": "cup", "count": 1, "ta""", """{"item":"cup","count":1}""")]
    [InlineData("""See [1] and {"x": 1, "y": [2, 3, 4, 5]}: {"item": "cup", "count": 2}.""", """{"item":"cup","count":2}""")]
    [InlineData("""{"draft": true} {"item": "cup", "count": 2}""", """{"item":"cup","count":2}""")]
    public void A_schema_decides_what_may_be_meant_in_several_ways(string text, string expected)
    {
        var outcome = JsonRepair.Mend(text, Compiled(Order));

        outcome.Json.ShouldBe(expected);
        outcome.Errors.ShouldBeEmpty();
        outcome.Confidence.ShouldBe(RepairConfidence.Guessed);
    }

    [Fact]
    public void Valid_json_stays_as_it_is_and_what_does_not_fit_is_said()
    {
        const string text = """{ "item": "cup", "count": "3" }""";
        var outcome = JsonRepair.Mend(text, Compiled(Order));

        outcome.Json.ShouldBe(text);
        outcome.Confidence.ShouldBe(RepairConfidence.Exact);
        outcome.Errors.ShouldHaveSingleItem().Path.ShouldBe("/count");
    }

    [Theory]
    [InlineData("""{"item": "cup",}""", """{"item":"cup"}""")]
    [InlineData("""{item: cup, count: many}""", """{"item":"cup","count":"many"}""")]
    [InlineData("I found nothing", null)]
    [InlineData("", null)]
    public void What_cannot_be_brought_to_fit_says_so(string text, string? json)
    {
        var outcome = JsonRepair.Mend(text, Compiled(Order));

        outcome.Json.ShouldBe(json);
        outcome.Errors.ShouldNotBeEmpty();
    }

    [Fact]
    public void What_fits_without_a_guess_is_not_called_one() =>
        JsonRepair.Mend("```json\n{\"item\": \"cup\", \"count\": 1}\n```", Compiled(Order)).Confidence.ShouldBe(RepairConfidence.Repaired);

    [Fact]
    public void Two_near_names_leave_a_name_alone() =>
        JsonRepair.Mend("{nama: 1}", Compiled("""{"type":"object","properties":{"name":{},"namo":{}},"required":["name"]}"""))
            .Json.ShouldBe("""{"nama":1}""");

    [Theory]
    [InlineData("""{"type":"array","items":{"$ref":"#"}}""")]
    [InlineData("""{"anyOf":[{"type":"array","items":{"$ref":"#"}},{"type":"object","additionalProperties":{"$ref":"#"}}]}""")]
    public void Depth_costs_no_stack(string schema)
    {
        const int depth = 100_000;
        foreach (var (open, close) in (ReadOnlySpan<(string, string)>)[("[", "]"), ("{\"a\":", "}"), ("[", ""), ("{a:", "")])
        {
            var text = new StringBuilder().Insert(0, open, depth) + (close.Length == 0 ? ""
                : "1" + new StringBuilder().Insert(0, close, depth));
            JsonRepair.Mend(text, Compiled(schema)).Errors.ShouldNotBeEmpty();
        }
    }

    private static JsonSchema Compiled(string schema) => ((Parsed<JsonSchema>.Ok)JsonSchema.Parse(schema)).Value;
}
