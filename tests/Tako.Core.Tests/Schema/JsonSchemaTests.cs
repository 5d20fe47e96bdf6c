using System.Text.Json;
using Tako.Core.Faults;
using Tako.Core.Schema;

namespace Tako.Core.Tests.Schema;

public class JsonSchemaTests
{
    [Theory]
    [InlineData("""{"type":"integer"}""", "1.0", "1.5")]
    [InlineData("""{"type":["string","null"]}""", "null", "1")]
    [InlineData("""{"enum":[1,"a",{"b":[1.0]}]}""", """{"b":[1]}""", """{"b":[2]}""")]
    [InlineData("""{"const":1}""", "1.00", "true")]
    [InlineData("""{"minimum":1e400}""", "2e400", "9e399")]
    [InlineData("""{"exclusiveMaximum":3}""", "2.999999999999999999999", "3.0")]
    [InlineData("""{"multipleOf":0.01}""", "19.99", "19.999")]
    [InlineData("""{"maxLength":1}""", "\"😀\"", "\"ab\"")]
    [InlineData("""{"pattern":"^\\d+$"}""", "\"12\"", "\"12\\n\"")]
    [InlineData("""{"pattern":"^\\w+(?=!)"}""", "\"ab!\"", "\"é!\"")]
    [InlineData("""{"prefixItems":[{"const":1}],"items":{"const":2}}""", "[1,2,2]", "[1,3]")]
    [InlineData("""{"contains":{"const":1},"minContains":2,"maxContains":2}""", "[1,2,1]", "[1,1,1]")]
    [InlineData("""{"uniqueItems":true}""", """[1,true,"1",{"a":1,"b":2}]""", """[{"a":1,"b":2},{"b":2.0,"a":1}]""")]
    [InlineData("""{"required":["a"],"maxProperties":1}""", """{"a":1}""", """{"b":1}""")]
    [InlineData("""{"properties":{"a":{"type":"string"}},"additionalProperties":false}""", """{"a":"x"}""", """{"b":1}""")]
    [InlineData("""{"patternProperties":{"^x":{"type":"number"}}}""", """{"x1":1,"y":"a"}""", """{"x1":"a"}""")]
    [InlineData("""{"propertyNames":{"maxLength":2}}""", """{"ab":1}""", """{"abc":1}""")]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", """{"a":1,"b":1}""", """{"a":1}""")]
    [InlineData("""{"dependentSchemas":{"a":{"required":["b"]}}}""", """{"c":1}""", """{"a":1}""")]
    [InlineData("""{"oneOf":[{"minimum":1},{"maximum":3}]}""", "4", "2")]
    [InlineData("""{"not":{"type":"string"}}""", "1", "\"a\"")]
    [InlineData("""{"if":{"type":"number"},"then":{"minimum":1},"else":{"type":"string"}}""", "\"a\"", "0")]
    [InlineData("""{"allOf":[{"properties":{"a":true}}],"unevaluatedProperties":false}""", """{"a":1}""", """{"a":1,"b":1}""")]
    [InlineData("""{"anyOf":[{"prefixItems":[{"const":1}]},{"prefixItems":[true,{"const":2}]}],"unevaluatedItems":false}""", "[5,2]",
        "[1,3]")]
    [InlineData("""{"$defs":{"n":{"$anchor":"name","minLength":2}},"items":{"$ref":"#name"}}""", """["ab"]""", """["a"]""")]
    [InlineData("""{"$id":"http://x.invalid/a","$defs":{"n":{"$id":"b","$defs":{"m":{"type":"null"}}}},"$ref":"b#/$defs/m"}""", "null",
        "1")]
    [InlineData("""{"type":"object","properties":{"next":{"$ref":"#"}},"additionalProperties":false}""", """{"next":{"next":{}}}""",
        """{"next":{"last":{}}}""")]
    [InlineData("""{"$ref":"https://json-schema.org/draft/2020-12/schema"}""", """{"minLength":1}""", """{"minLength":-1}""")]
    [InlineData("false", null, "1")]
    public void Each_keyword_accepts_and_refuses(string schema, string? good, string bad)
    {
        if (good is not null)
            Check(schema, good).ShouldBeEmpty();
        Check(schema, bad).ShouldNotBeEmpty();
    }

    [Fact]
    public void A_dynamic_reference_leads_to_the_outermost_extension()
    {
        const string Tree = """
            {"$id":"http://x.invalid/strict","$dynamicAnchor":"node","$ref":"tree","unevaluatedProperties":false,
             "$defs":{"tree":{"$id":"tree","$dynamicAnchor":"node","type":"object",
              "properties":{"value":true,"kids":{"type":"array","items":{"$dynamicRef":"#node"}}}}}}
            """;

        Check(Tree, """{"kids":[{"value":1}]}""").ShouldBeEmpty();
        Check(Tree, """{"kids":[{"valeu":1}]}""").ShouldHaveSingleItem().Path.ShouldBe("/kids/0/valeu");
    }

    [Theory]
    [InlineData("""{"type":"integer"}""", "\"5\"", "", "expected a whole number, found the text \"5\"")]
    [InlineData("""{"properties":{"name":{}},"additionalProperties":false}""", """{"nmae":1}""", "/nmae", "did you mean 'name'?")]
    [InlineData("""{"required":["a","b"]}""", "{}", "", "the property 'b' is missing")]
    [InlineData("""{"items":{"enum":["x","y"]}}""", """["z"]""", "/0", "expected one of \"x\", \"y\", found the text \"z\"")]
    [InlineData("""{"properties":{"a/b":{"maximum":3}}}""", """{"a/b":4}""", "/a~1b", "expected at most 3, found 4")]
    [InlineData("""{"minItems":2}""", "[1]", "", "expected at least 2 items, found 1")]
    [InlineData("""{"anyOf":[{"type":"string"},{"title":"a pair","type":"object","required":["k"]}]}""", """{"x":1}""", "",
        "closest is a pair")]
    public void A_message_says_where_what_was_expected_and_what_was_found(string schema, string value, string path, string words) =>
        Check(schema, value)
            .ShouldContain(error => error.Path == path && error.Message.Contains(words), string.Join("\n", Check(schema, value)));

    [Theory]
    [InlineData("""{"type":"strin"}""", "/type", "did you mean 'string'?")]
    [InlineData("""{"properties":{"a":{"minLength":-1}}}""", "/properties/a/minLength", "whole number from 0")]
    [InlineData("""{"pattern":"("}""", "/pattern", "not a regular expression")]
    [InlineData("""{"$ref":"http://elsewhere.invalid/x"}""", "/$ref", "nothing is fetched")]
    [InlineData("""{"$ref":"#/$defs/none"}""", "/$ref", "leads to nothing")]
    [InlineData("""{"$ref":"#none"}""", "/$ref", "anchor that is not there")]
    [InlineData("""{"$ref":"#"}""", "/", "refers to itself")]
    [InlineData("""{"$defs":{"a":{"anyOf":[{"$ref":"#/$defs/b"}]},"b":{"allOf":[{"$ref":"#/$defs/a"}]}},"$ref":"#/$defs/a"}""",
        "/$defs/a", "without end")]
    [InlineData("""{"items":[{}]}""", "/items", "prefixItems")]
    [InlineData("""{"anyOf":[]}""", "/anyOf", "at least one schema")]
    [InlineData("5", "/", "expected a schema")]
    [InlineData("{", "/", "not valid JSON")]
    public void Every_fault_of_a_schema_says_its_place(string schema, string path, string words) =>
        JsonSchema.Parse(schema).ShouldBeOfType<Parsed<JsonSchema>.Faulty>().Faults
            .ShouldContain(fault => fault.Path == path && fault.Message.Contains(words));

    [Fact]
    public void Faults_are_listed_all_at_once() =>
        JsonSchema.Parse("""{"type":5,"minimum":"x","properties":{"a":{"required":"b"}}}""")
            .ShouldBeOfType<Parsed<JsonSchema>.Faulty>().Faults.Count.ShouldBe(3);

    [Theory]
    [InlineData("date-time", "2026-02-28T23:59:60Z", "2026-02-30T00:00:00Z")]
    [InlineData("date", "2024-02-29", "2023-02-29")]
    [InlineData("time", "23:59:59+01:00", "24:00:00Z")]
    [InlineData("duration", "P1DT2H", "P")]
    [InlineData("email", "a@b.invalid", "a.b")]
    [InlineData("hostname", "a-b.invalid", "-a")]
    [InlineData("ipv4", "127.0.0.1", "127.0.0.256")]
    [InlineData("ipv6", "::1", "::g")]
    [InlineData("uri", "http://a.invalid/b?c#d", "/a")]
    [InlineData("uuid", "0198c2d1-a7b9-7c3e-9f10-000000000000", "0198c2d1")]
    [InlineData("json-pointer", "/a~1b", "a")]
    [InlineData("regex", "^a+$", "(")]
    public void Formats_are_checked_only_when_asked_for(string format, string good, string bad)
    {
        var schema = $$"""{"format":"{{format}}"}""";

        Check(schema, JsonSerializer.Serialize(bad)).ShouldBeEmpty();
        Check(schema, JsonSerializer.Serialize(bad), formats: true).ShouldNotBeEmpty();
        Check(schema, JsonSerializer.Serialize(good), formats: true).ShouldBeEmpty();
    }

    [Fact]
    public void A_value_that_would_take_for_ever_is_given_up_and_says_so()
    {
        const string Wide = """
            {"$defs":{"t":{"anyOf":[{"items":{"$ref":"#/$defs/t"},"type":"array"},
              {"items":{"$ref":"#/$defs/t"},"type":"array","minItems":9}]}},
             "$ref":"#/$defs/t"}
            """;

        Check(Wide, new string('[', 60) + "1" + new string(']', 60)).ShouldContain(error => error.Message.Contains("too large"));
    }

    [Fact]
    public void A_pattern_that_would_backtrack_for_ever_ends() =>
        Check("""{"pattern":"^(a+)+$"}""", JsonSerializer.Serialize(new string('a', 5000) + "!")).ShouldNotBeEmpty();

    [Fact]
    public void One_schema_serves_many_threads()
    {
        var schema = Parse("""{"properties":{"a":{"type":"integer"}},"unevaluatedProperties":false}""");
        using var good = JsonDocument.Parse("""{"a":1}""");
        using var bad = JsonDocument.Parse("""{"b":1}""");

        Parallel.For(0, 500, _ =>
        {
            schema.Check(good.RootElement).ShouldBeEmpty();
            schema.Check(bad.RootElement).ShouldHaveSingleItem();
        });
    }

    [Fact]
    public void A_long_chain_of_references_costs_no_stack()
    {
        JsonSchema.Parse(Chain(20_000)).ShouldBeOfType<Parsed<JsonSchema>.Faulty>();
        JsonSchema.Parse(Chain(5_000)).ShouldBeOfType<Parsed<JsonSchema>.Ok>();

        static string Chain(int links) => "{\"$ref\":\"#/$defs/d0\",\"$defs\":{"
            + string.Concat(Enumerable.Range(0, links).Select(link => $"\"d{link}\":{{\"items\":{{\"$ref\":\"#/$defs/d{link + 1}\"}}}},"))
            + $"\"d{links}\":{{}}}}}}";
    }

    private static JsonSchema Parse(string schema, bool formats = false) => JsonSchema.Parse(schema, formats) switch
    {
        Parsed<JsonSchema>.Ok ok => ok.Value,
        Parsed<JsonSchema>.Faulty wrong => throw new ShouldAssertException(string.Join("\n", wrong.Faults)),
        _ => throw new InvalidOperationException(),
    };

    private static IReadOnlyList<SchemaError> Check(string schema, string value, bool formats = false)
    {
        using var document = JsonDocument.Parse(value);
        return Parse(schema, formats).Check(document.RootElement);
    }
}
