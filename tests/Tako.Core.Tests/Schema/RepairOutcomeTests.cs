using System.Text;
using System.Text.Json;
using Tako.Core.Schema;

namespace Tako.Core.Tests.Schema;

public class RepairOutcomeTests
{
    [Theory]
    [InlineData("{\"a\": 1}", RepairConfidence.Exact)]
    [InlineData("```json\n{\"a\": 1}\n```", RepairConfidence.Repaired)]
    [InlineData("Here it is: {\"a\": 1} as asked.", RepairConfidence.Repaired)]
    [InlineData("{'a': 1, /* one */}", RepairConfidence.Repaired)]
    [InlineData("{\"a\": True,}", RepairConfidence.Repaired)]
    [InlineData("{\"a\": 1", RepairConfidence.Guessed)]
    [InlineData("{\"a\": \"b", RepairConfidence.Guessed)]
    [InlineData("{\"a\": b}", RepairConfidence.Guessed)]
    [InlineData("{\"a\": \"say \"b\" now\"}", RepairConfidence.Guessed)]
    [InlineData("[1, 2}", RepairConfidence.Guessed)]
    [InlineData("nothing of the kind", RepairConfidence.Guessed)]
    public void It_says_how_sure_it_is(string text, RepairConfidence confidence) => JsonRepair.Mend(text).Confidence.ShouldBe(confidence);

    [Theory]
    [InlineData("{\"a\":\"b,\"c\":\"d\"}", "{\"a\":\"b\",\"c\":\"d\"}")]
    [InlineData("[\"one,\n\"two\"]", "[\"one\",\"two\"]")]
    [InlineData("\\\"a b\\\"", "\"a b\"")]
    [InlineData("{\"a\"", "{\"a\":null}")]
    [InlineData("{a 'b'}", "{\"a\":\"b\"}")]
    [InlineData("{a:b{c d}}", "{\"a\":\"b{c d}\"}")]
    [InlineData("{\"a\": \"\"b\"}", "{\"a\":\"b\"}")]
    [InlineData("{\"a\":1}, {}", "{\"a\":1}")]
    [InlineData("\"5 feet (60\") tall\"", "\"5 feet (60\\\") tall\"")]
    public void What_was_meant_is_found(string text, string expected) => JsonRepair.Repair(text).ShouldBe(expected);

    [Fact]
    public void Depth_costs_no_stack()
    {
        const int depth = 100_000;
        var valid = new string('[', depth) + new string(']', depth);
        JsonRepair.Mend(valid).ShouldBe(new RepairOutcome(valid, RepairConfidence.Exact));
        foreach (var piece in (string[])["[", "{\"a\":", "{a:", "(", "f("])
            JsonRepair.Repair(new StringBuilder().Insert(0, piece, depth).ToString()).ShouldBeNull();
    }

    [Fact]
    public void A_large_text_is_mended_like_a_small_one()
    {
        var text = "[" + new StringBuilder().Insert(0, "'a' + \"b\", ", 420_000);
        JsonDocument.Parse(JsonRepair.Repair(text)!).RootElement.GetArrayLength().ShouldBe(420_000);
    }

    [Theory]
    [InlineData("b\u00fccher.example", true)]
    [InlineData("xn--bcher-kva.example", true)]
    [InlineData("xn--X", false)]
    [InlineData("-a", false)]
    [InlineData("a..b", false)]
    [InlineData("a\u00b7l", false)]
    [InlineData("l\u00b7l", true)]
    [InlineData("0\u05d0", false)]
    [InlineData("\u05d0\u05d1", true)]
    public void Names_of_hosts_in_any_script_follow_their_rules(string name, bool fits) => Fits("idn-hostname", name).ShouldBe(fits);

    [Theory]
    [InlineData("http://example.com/{x}{?y,z*}{v:12}", true)]
    [InlineData("{a,}", false)]
    [InlineData("{v:0}", false)]
    [InlineData("{a", false)]
    [InlineData("%zz", false)]
    public void Templates_of_addresses_follow_their_rules(string template, bool fits) => Fits("uri-template", template).ShouldBe(fits);

    private static bool Fits(string format, string value)
    {
        var schema = JsonSchema.Parse($$"""{"format":"{{format}}"}""", assertFormats: true);
        return ((Tako.Core.Faults.Parsed<JsonSchema>.Ok)schema).Value.Check(JsonSerializer.SerializeToElement(value)).Count == 0;
    }
}
