using System.Text.Json;
using Tako.Core.Schema;

namespace Tako.Core.Tests.Schema;

public class JsonRepairTests
{
    [Theory]
    [InlineData("""{"a": [1, 2.5e3, true, null, "x\n"]}""", """{"a": [1, 2.5e3, true, null, "x\n"]}""")]
    [InlineData("Here you are:\n```json\n{\"a\": 1}\n```\nAnything else?", """{"a":1}""")]
    [InlineData("Sure! The answer is {\"a\": {\"b\": 2}} as asked.", """{"a":{"b":2}}""")]
    [InlineData("""{"a": 1, "b": [1, 2,],}""", """{"a":1,"b":[1,2]}""")]
    [InlineData("{'a': 'it\\'s', 'b': \"say \\\"hi\\\"\"}", """{"a":"it's","b":"say \"hi\""}""")]
    [InlineData("{name: tako, arms: 8}", """{"name":"tako","arms":8}""")]
    [InlineData("{\"a\": 1, // one\n /* two */ \"b\": 2 # three\n}", """{"a":1,"b":2}""")]
    [InlineData("""{"a": True, "b": None, "c": False, "d": undefined}""", """{"a":true,"b":null,"c":false,"d":null}""")]
    [InlineData("""{"a": (1, 2), "b": (3)}""", """{"a":[1,2],"b":3}""")]
    [InlineData("""{"a": 1 "b": 2}""", """{"a":1,"b":2}""")]
    [InlineData("[\"a\"\n\"b\"]", """["a","b"]""")]
    [InlineData("""{"a" "b", "c": 1}""", """{"a":"b","c":1}""")]
    [InlineData("""{"a": {"b": [1, 2""", """{"a":{"b":[1,2]}}""")]
    [InlineData("""{"a": "cut off here""", """{"a":"cut off here"}""")]
    [InlineData("""{"a": 1, "b""", """{"a":1,"b":null}""")]
    [InlineData("""{"a": tr""", """{"a":true}""")]
    [InlineData("""{"say": "he said "no" to it", "b": 1}""", """{"say":"he said \"no\" to it","b":1}""")]
    [InlineData("{\"a\": \"two\nlines\"}", """{"a":"two\nlines"}""")]
    [InlineData("{“a”: “b”}", """{"a":"b"}""")]
    [InlineData("""{"a": [1, 2}""", """{"a":[1,2]}""")]
    [InlineData("""{"a": 1}}}""", """{"a":1}""")]
    [InlineData("""{"v": 001.2, "w": .5, "x": 1.2.3}""", """{"v":"001.2","w":0.5,"x":"1.2.3"}""")]
    [InlineData("""{"a": "b" + "c"}""", """{"a":"bc"}""")]
    [InlineData("{\"a\":1}\n{\"a\":2}\n", """[{"a":1},{"a":2}]""")]
    [InlineData("callback({\"a\": 1});", """{"a":1}""")]
    [InlineData("{\\\"a\\\": \\\"b\\\"}", """{"a":"b"}""")]
    [InlineData("[1, 2, ...]", "[1,2]")]
    [InlineData("\uFEFF{\"a\":1}", """{"a":1}""")]
    [InlineData("""{"url": http://a.invalid/b, "n": 1}""", """{"url":"http://a.invalid/b","n":1}""")]
    public void What_was_meant_is_read(string text, string expected)
    {
        using var want = JsonDocument.Parse(expected);
        var repaired = JsonRepair.Repair(text).ShouldNotBeNull();
        using var got = JsonDocument.Parse(repaired);

        JsonElement.DeepEquals(want.RootElement, got.RootElement).ShouldBeTrue(repaired);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("I am sorry, I cannot do that.")]
    public void Prose_is_not_json(string text) => JsonRepair.Repair(text).ShouldBeNull();

    [Fact]
    public void Every_cut_of_an_answer_gives_json_again()
    {
        const string Whole =
            """{"edits": [{"path": "src/a.cs", "kind": "write", "content": "x = \"1\";\n"}], "ok": true, "n": -1.5e3, "none": null}""";

        for (var length = 1; length <= Whole.Length; length++)
        {
            var repaired = JsonRepair.Repair(Whole[..length]).ShouldNotBeNull(Whole[..length]);
            using var document = JsonDocument.Parse(repaired);
            document.RootElement.ValueKind.ShouldBe(JsonValueKind.Object);
        }
    }
}
