using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Tako.Models.Caching;
using Tako.Models.Calls;
using Tako.Models.Wire;

namespace Tako.Models.Tests.Caching;

public sealed class RequestKeyTests
{
    [Theory]
    [InlineData("""{"a":1,"b":[{"x":1,"y":2}]}""", """ { "b" : [ {"y":2, "x":1} ], "a":1 }""")]
    [InlineData("""{"a":1}""", """{"a":1.0}""")]
    [InlineData("""{"a":1200}""", """{"a":1.2e3}""")]
    [InlineData("""{"a":0.001}""", """{"a":1E-3}""")]
    [InlineData("""{"a":0}""", """{"a":-0.00e7}""")]
    [InlineData("""{"a":"é/\n"}""", """{"\u0061":"\u00e9\/\u000a"}""")]
    [InlineData("""{"a":1}""", """{"a":1,"user":"ada","metadata":{"k":"v"},"store":true,"service_tier":"flex"}""")]
    [InlineData("""{"a":1}""", """{"a":1,"stream":false,"safety_identifier":"x","prompt_cache_key":"y"}""")]
    [InlineData("""{"a":1}""", """{"a":1,"stream_options":{"include_usage":true}}""")]
    public void What_means_the_same_has_one_key(string one, string other) => Key(one).ShouldBe(Key(other));

    [Theory]
    [InlineData("""{"a":1}""", """{"a":2}""")]
    [InlineData("""{"a":1}""", """{"a":"1"}""")]
    [InlineData("""{"a":1}""", """{"a":[1]}""")]
    [InlineData("""{"a":null}""", """{}""")]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""")]
    [InlineData("""{"a":[[1],2]}""", """{"a":[1,[2]]}""")]
    [InlineData("""{"a":true}""", """{"a":false}""")]
    [InlineData("""{"a":0.1}""", """{"a":0.10000000000000000001}""")]
    [InlineData("""{"a":9007199254740993}""", """{"a":9007199254740992}""")]
    [InlineData("""{"a":1e999999999999}""", """{"a":1e999999999998}""")]
    [InlineData("""{"a":{"user":"ada"}}""", """{"a":{"user":"bob"}}""")]
    [InlineData("""{"a":"b","c":"d"}""", """{"a":"b\",\"c\":\"d"}""")]
    [InlineData("""{"a":1,"a":2}""", """{"a":2,"a":1}""")]
    [InlineData("""{"unheard_of":1}""", """{"unheard_of":2}""")]
    public void What_differs_has_another_key(string one, string other) => Key(one).ShouldNotBe(Key(other));

    [Fact]
    public void Tenant_model_policy_protocol_operation_and_streaming_are_part_of_it()
    {
        var call = CacheKit.Call("{}");
        ModelCall[] calls =
        [
            call, call with { Model = "large" }, call with { Streamed = true }, call with { Wire = WireKind.Messages },
            call with { Operation = CallOperation.Embed }, call with { Terms = call.Terms with { Tenant = "other" } },
        ];
        calls.Select(one => RequestKey.Of(one, "", null).Key).Append(RequestKey.Of(call, "2", null).Key).Distinct().Count()
            .ShouldBe(calls.Length + 1);
        // Two texts side by side are not one longer text.
        RequestKey.Of(call with { Model = "ab", Terms = call.Terms with { Tenant = "c" } }, "", null).Key
            .ShouldNotBe(RequestKey.Of(call with { Model = "b", Terms = call.Terms with { Tenant = "ca" } }, "", null).Key);
    }

    [Fact]
    public void What_a_stream_shall_tell_is_part_of_a_streams_key()
    {
        var plain = CacheKit.Call("{}", streamed: true);
        var told = CacheKit.Call("""{"stream_options":{"include_usage":true}}""", streamed: true);
        RequestKey.Of(plain, "", null).Key.ShouldNotBe(RequestKey.Of(told, "", null).Key);
    }

    [Theory]
    [InlineData(WireKind.Responses, """{"previous_response_id":"r1"}""", nameof(NotKept.State))]
    [InlineData(WireKind.Responses, """{"conversation":{"id":"c"}}""", nameof(NotKept.State))]
    [InlineData(WireKind.Responses, """{"store":true}""", nameof(NotKept.State))]
    [InlineData(WireKind.Responses, """{"store":false,"previous_response_id":null}""", nameof(NotKept.No))]
    [InlineData(WireKind.Responses, """{"background":true}""", nameof(NotKept.State))]
    [InlineData(WireKind.Responses, """{"tools":[{"name":"f"},{"type":"web_search_preview"}]}""", nameof(NotKept.HostedTools))]
    [InlineData(WireKind.Responses, """{"tools":[{"type":"function","parameters":{"type":"mcp"}}]}""", nameof(NotKept.No))]
    [InlineData(WireKind.Messages, """{"tools":[{"type":"web_search_20250305","name":"web_search"}]}""", nameof(NotKept.HostedTools))]
    [InlineData(WireKind.Messages, """{"mcp_servers":[{"url":"x"}]}""", nameof(NotKept.HostedTools))]
    [InlineData(WireKind.Chat, """{"web_search_options":{}}""", nameof(NotKept.HostedTools))]
    [InlineData(WireKind.Chat, """{"temperature":0.5}""", nameof(NotKept.No))]
    [InlineData(WireKind.Chat, """{"temperature":0.51}""", nameof(NotKept.Temperature))]
    [InlineData(WireKind.Chat, """{}""", nameof(NotKept.Temperature))]
    [InlineData(WireKind.Chat, """{"a":""", nameof(NotKept.Malformed))]
    [InlineData(WireKind.Chat, """{"a":"\ud800"}""", nameof(NotKept.Malformed))]
    public void Some_requests_are_none_of_the_caches_business(WireKind wire, string body, string why)
    {
        double? most = wire == WireKind.Chat ? 0.5 : null;
        RequestKey.Of(CacheKit.Call(body, wire: wire), "", most).Why.ToString().ShouldBe(why);
    }

    [Fact]
    public void A_body_that_is_too_deep_or_too_long_is_left_alone()
    {
        RequestKey.Of(CacheKit.Call(new string('[', 1000)), "", null).Why.ShouldBe(NotKept.Malformed);
        RequestKey.Of(CacheKit.Call($"\"{new string('x', RequestKey.MostBodyBytes)}\""), "", null).Why.ShouldBe(NotKept.TooLarge);
        RequestKey.Of(CacheKit.Call("") , "", null).Why.ShouldBe(NotKept.Typed);
    }

    [Fact]
    public void However_a_value_is_written_its_key_is_the_same()
    {
        var random = new Random(3);
        for (var round = 0; round < 300; round++)
        {
            var value = new JsonObject { ["v"] = Value(random, 4) };
            var plain = value.ToJsonString();
            Key(Rewritten(JsonDocument.Parse(plain).RootElement, random)).ShouldBe(Key(plain), plain);
        }
    }

    [Fact]
    public void Any_bytes_give_a_key_or_a_reason() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            var call = CacheKit.Call() with { Body = bytes };
            return RequestKey.Of(call, "", null).Why is NotKept.No or NotKept.Malformed or NotKept.Typed;
        }));

    [Fact]
    public void Every_decimal_has_one_spelling_and_no_two_share_it()
    {
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<decimal>(), number =>
            Number(number.ToString(CultureInfo.InvariantCulture)) == Number(number.ToString("E28", CultureInfo.InvariantCulture))));
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<(decimal, decimal)>(), pair =>
            (Number(pair.Item1.ToString(CultureInfo.InvariantCulture)) == Number(pair.Item2.ToString(CultureInfo.InvariantCulture)))
            == (pair.Item1 == pair.Item2)));
    }

    private static string Number(string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        var output = new byte[CanonicalNumber.Room(bytes.Length)];
        return Encoding.ASCII.GetString(output, 0, CanonicalNumber.Write(bytes, output));
    }

    private static string Key(string body) => RequestKey.Of(CacheKit.Call(body), "", null) is { Why: NotKept.No } found
        ? found.Key.ToString()
        : throw new InvalidOperationException(body);

    private static JsonNode? Value(Random random, int depth) => random.Next(depth > 0 ? 7 : 5) switch
    {
        0 => null,
        1 => JsonValue.Create(random.Next(2) == 0),
        2 => JsonValue.Create(random.Next(-5000, 5000) / 8m),
        3 or 4 => JsonValue.Create(string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => (char)random.Next(32, 900)))),
        5 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth - 1))]),
        _ => new JsonObject(Enumerable.Range(0, random.Next(40)).Select(_ => $"k{random.Next(100)}").Distinct()
            .Select(name => KeyValuePair.Create(name, Value(random, depth - 1)))),
    };

    private static string Rewritten(JsonElement value, Random random) => value.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(" , ", value.EnumerateObject().OrderBy(_ => random.Next())
            .Select(member => $"{Escaped(member.Name)}: {Rewritten(member.Value, random)}"))}}}",
        JsonValueKind.Array => $"[ {string.Join(",\n", value.EnumerateArray().Select(item => Rewritten(item, random)))}]",
        JsonValueKind.String => Escaped(value.GetString()!),
        JsonValueKind.Number => value.GetDecimal().ToString("E20", CultureInfo.InvariantCulture),
        _ => value.GetRawText(),
    };

    private static string Escaped(string text) =>
        $"\"{string.Concat(text.Select(letter => $"\\u{(int)letter:x4}"))}\"";
}
