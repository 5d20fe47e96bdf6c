using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Models.Config;
using Tako.Models.Wire;

namespace Tako.Models.Tests.Wire;

public sealed class AskTests
{
    /// <summary>One conversation with everything that all three protocols can say, in each of them.</summary>
    private static readonly Dictionary<WireKind, string> Same = new()
    {
        [WireKind.Chat] = Samples.Golden("same.chat.json"),
        [WireKind.Responses] = Samples.Golden("same.responses.json"),
        [WireKind.Messages] = Samples.Golden("same.messages.json"),
    };

    public static TheoryData<WireKind, WireKind> Pairs()
    {
        var pairs = new TheoryData<WireKind, WireKind>();
        foreach (var from in Enum.GetValues<WireKind>())
        {
            foreach (var to in Enum.GetValues<WireKind>())
                pairs.Add(from, to);
        }

        return pairs;
    }

    [Theory, MemberData(nameof(Pairs))]
    public void What_all_can_say_survives_any_translation(WireKind from, WireKind to)
    {
        var ask = Asked.Read(from, Same[from]);
        ask.Extras.ShouldBeEmpty();
        var written = Asked.Write(to, ask);
        written.GetProperty("model").GetString().ShouldBe("up");
        var again = WireProtocol.Of(to).ReadAsk(written).ShouldBeOfType<Tako.Core.Faults.Parsed<ChatAsk>.Ok>().Value;
        again.Extras.ShouldBeEmpty();
        Normal(Asked.Tell(again)).ShouldBe(Normal(Asked.Tell(ask)));
        Normal(Asked.Tell(ask)).ShouldBe(Normal(Asked.Tell(Asked.Read(WireKind.Chat, Same[WireKind.Chat]))));
        Asked.Text(to, ask).ShouldContain("\"u1\"");
    }

    [Fact]
    public void Thoughts_and_their_seals_go_back_to_whoever_sealed_them()
    {
        const string History = """
            {"model":"m","max_tokens":4000,"messages":[{"role":"user","content":"x"},{"role":"assistant","content":[
            {"type":"thinking","thinking":"hm","signature":"sig"},{"type":"redacted_thinking","data":"zzz"},{"type":"text","text":"y"}]},
            {"role":"user","content":"z"}],"thinking":{"type":"enabled","budget_tokens":1500}}
            """;
        var ask = Asked.Read(WireKind.Messages, History);
        var blocks = Asked.Write(WireKind.Messages, ask).GetProperty("messages")[1].GetProperty("content");
        blocks[0].GetProperty("signature").GetString().ShouldBe("sig");
        blocks[1].GetProperty("data").GetString().ShouldBe("zzz");
        Asked.Write(WireKind.Messages, ask).GetProperty("thinking").GetProperty("budget_tokens").GetInt32().ShouldBe(1500);
        LossTable.Between(ask, WireKind.Messages, WireKind.Chat).Dropped
            .ShouldBe(["messages[1].content[0].signature", "messages[1].content[1].data"]);
        Asked.Text(WireKind.Responses, ask).ShouldNotContain("sig\"");

        var answer = Told.ReadBody(WireKind.Responses, Told.Body(WireKind.Responses,
            [new Delta.Reasoning("hm", "sig"), new Delta.Text("y"), new Delta.Finish(ChatFinishReason.Stop)]));
        answer.OfType<Delta.Reasoning>().Single().Signature.ShouldBe("sig");
        var asked = Asked.Read(WireKind.Responses, """
            {"model":"m","input":[{"role":"user","content":"x"},
            {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"hm"}],
            "encrypted_content":"messages:sig"},{"type":"reasoning","id":"rs_2","summary":[],"encrypted_content":"enc"},
            {"role":"assistant","content":"y"},{"role":"user","content":"z"}],"reasoning":{"effort":"low"}}
            """);
        var back = Asked.Write(WireKind.Messages, asked).GetProperty("messages")[1].GetProperty("content");
        back.GetArrayLength().ShouldBe(2);
        back[0].GetProperty("signature").GetString().ShouldBe("sig");
        var input = Asked.Write(WireKind.Responses, asked).GetProperty("input");
        input[1].GetProperty("id").GetString().ShouldBe("rs_2");
        input[1].GetProperty("encrypted_content").GetString().ShouldBe("enc");
        LossTable.Between(asked, WireKind.Responses, WireKind.Messages).Dropped.ShouldBe(["input[2].encrypted_content"]);
    }

    [Fact]
    public void Effort_becomes_a_budget_and_a_budget_an_effort_for_models_that_think()
    {
        var chat = Asked.Read(WireKind.Chat, """
            {"model":"m","messages":[{"role":"user","content":"x"}],"reasoning_effort":"medium","max_tokens":20000,"temperature":0.3}
            """);
        var messages = Asked.Write(WireKind.Messages, chat);
        messages.GetProperty("thinking").GetProperty("budget_tokens").GetInt32().ShouldBe(4096);
        messages.TryGetProperty("temperature", out _).ShouldBeFalse();
        Asked.Write(WireKind.Responses, chat).GetProperty("reasoning").GetProperty("effort").GetString().ShouldBe("medium");

        var claude = Asked.Read(WireKind.Messages, """
            {"model":"m","max_tokens":20000,"messages":[{"role":"user","content":"x"}],"thinking":{"type":"enabled","budget_tokens":20000}}
            """);
        Asked.Write(WireKind.Chat, claude, ModelCapabilities.Tools).GetProperty("reasoning_effort").GetString().ShouldBe("high");
        Asked.Write(WireKind.Chat, claude).TryGetProperty("reasoning_effort", out _).ShouldBeFalse();
    }

    [Fact]
    public void A_turn_in_the_middle_of_its_calls_is_not_asked_to_think_anew()
    {
        var ask = Asked.Read(WireKind.Chat, """
            {"model":"m","max_tokens":20000,"reasoning_effort":"high","messages":[{"role":"user","content":"x"},
            {"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"c","content":"y"}]}
            """);
        Asked.Write(WireKind.Messages, ask).TryGetProperty("thinking", out _).ShouldBeFalse();
    }

    [Fact]
    public void Log_probabilities_pass_between_chat_and_responses()
    {
        var chat = Asked.Read(WireKind.Chat,
            """{"model":"m","messages":[{"role":"user","content":"x"}],"logprobs":true,"top_logprobs":3}""");
        var responses = Asked.Write(WireKind.Responses, chat);
        responses.GetProperty("include")[0].GetString().ShouldBe("message.output_text.logprobs");
        responses.GetProperty("top_logprobs").GetInt32().ShouldBe(3);
        LossTable.Between(chat, WireKind.Chat, WireKind.Responses).Refused.ShouldBeEmpty();
        LossTable.Between(chat, WireKind.Chat, WireKind.Messages).Refused.ShouldBe(["logprobs", "top_logprobs"]);
        var back = Asked.Write(WireKind.Chat, Asked.Read(WireKind.Responses, responses.GetRawText()));
        back.GetProperty("logprobs").GetBoolean().ShouldBeTrue();
        back.GetProperty("top_logprobs").GetInt32().ShouldBe(3);
    }

    [Theory]
    [InlineData(WireKind.Chat, WireKind.Messages, "\"n\":2", "n", true)]
    [InlineData(WireKind.Chat, WireKind.Messages, "\"n\":1", null, false)]
    [InlineData(WireKind.Chat, WireKind.Messages, "\"seed\":7", "seed", false)]
    [InlineData(WireKind.Chat, WireKind.Responses, "\"stop\":[\"x\"]", "stop", true)]
    [InlineData(WireKind.Chat, WireKind.Messages, "\"stop\":\"x\"", null, false)]
    [InlineData(WireKind.Chat, WireKind.Responses, "\"logit_bias\":{\"5\":1}", "logit_bias", false)]
    [InlineData(WireKind.Chat, WireKind.Responses, "\"modalities\":[\"text\",\"audio\"]", "modalities", true)]
    [InlineData(WireKind.Chat, WireKind.Responses, "\"modalities\":[\"text\"]", null, false)]
    [InlineData(WireKind.Chat, WireKind.Messages, "\"tools\":[{\"type\":\"custom\",\"custom\":{\"name\":\"c\"}}]", "tools[0].type", true)]
    [InlineData(WireKind.Chat, WireKind.Messages, "\"service_tier\":\"flex\"", "service_tier", false)]
    [InlineData(WireKind.Chat, WireKind.Messages, "\"prediction\":{\"type\":\"content\"}", "prediction", false)]
    [InlineData(WireKind.Chat, WireKind.Messages, "\"never_heard_of\":1", "never_heard_of", false)]
    [InlineData(WireKind.Responses, WireKind.Chat, "\"background\":true", "background", true)]
    [InlineData(WireKind.Responses, WireKind.Chat, "\"background\":false", null, false)]
    [InlineData(WireKind.Responses, WireKind.Chat, "\"previous_response_id\":\"resp_1\"", "previous_response_id", true)]
    [InlineData(WireKind.Responses, WireKind.Chat, "\"tools\":[{\"type\":\"web_search\"}]", "tools[0].type", true)]
    [InlineData(WireKind.Responses, WireKind.Chat, "\"truncation\":\"auto\"", "truncation", false)]
    [InlineData(WireKind.Responses, WireKind.Messages, "\"text\":{\"verbosity\":\"low\"}", "text.verbosity", false)]
    [InlineData(WireKind.Responses, WireKind.Messages, "\"include\":[\"message.output_text.logprobs\"]", "include[0].logprobs", true)]
    [InlineData(WireKind.Messages, WireKind.Chat, "\"top_k\":5", "top_k", false)]
    [InlineData(WireKind.Messages, WireKind.Responses, "\"stop_sequences\":[\"x\"]", "stop_sequences", true)]
    [InlineData(WireKind.Messages, WireKind.Chat, "\"tools\":[{\"type\":\"web_search_20250305\"}]", "tools[0].type", true)]
    [InlineData(WireKind.Messages, WireKind.Chat, "\"mcp_servers\":[{}]", "mcp_servers", true)]
    [InlineData(WireKind.Messages, WireKind.Chat,
        "\"system\":[{\"type\":\"text\",\"text\":\"s\",\"cache_control\":{\"type\":\"ephemeral\"}}]",
        "system[0].cache_control", false)]
    public void What_is_required_is_refused_and_the_rest_is_dropped_by_name(WireKind from, WireKind to, string member,
        string? lost, bool refused)
    {
        var prompt = from == WireKind.Responses ? "\"input\":\"x\"" : "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]";
        var between = LossTable.Between(Asked.Read(from, $$"""{"model":"m",{{prompt}},{{member}}}"""), from, to);
        between.Refused.ShouldBe(refused ? [lost!] : []);
        between.Dropped.ShouldBe(refused || lost is null ? [] : [lost]);
        LossTable.Between(Asked.Read(from, $$"""{"model":"m",{{prompt}},{{member}}}"""), from, from).ShouldBe(([], []));
    }

    [Theory]
    [InlineData(WireKind.Chat, "{}", "messages")]
    [InlineData(WireKind.Chat, "[]", "")]
    [InlineData(WireKind.Chat, """{"messages":"x"}""", "messages")]
    [InlineData(WireKind.Chat, """{"messages":[]}""", "messages")]
    [InlineData(WireKind.Chat, """{"messages":[7]}""", "messages[0]")]
    [InlineData(WireKind.Chat, """{"messages":[{"role":"robot","content":"x"}]}""", "messages[0].role")]
    [InlineData(WireKind.Chat, """{"messages":[{"role":"user","content":7}]}""", "messages[0].content")]
    [InlineData(WireKind.Chat, """{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"ftp://x"}}]}]}""",
        "messages[0].content[0].image_url.url")]
    [InlineData(WireKind.Chat, """{"messages":[{"role":"tool","content":"x"}]}""", "messages[0].tool_call_id")]
    [InlineData(WireKind.Chat, """{"messages":[{"role":"user","content":"x"}],"temperature":9}""", "temperature")]
    [InlineData(WireKind.Chat, """{"messages":[{"role":"user","content":"x"}],"tools":[{"type":"function","function":{}}]}""",
        "tools[0].function.name")]
    [InlineData(WireKind.Chat, """{"messages":[{"role":"user","content":"x"}],"tool_choice":"perhaps"}""", "tool_choice")]
    [InlineData(WireKind.Chat, """{"messages":[{"role":"user","content":"x"}],"response_format":{"type":"json_schema","json_schema":{}}}""",
        "response_format.json_schema.schema")]
    [InlineData(WireKind.Chat, """{"messages":[{"role":"user","content":"\ud800"}]}""", "")]
    [InlineData(WireKind.Responses, "{}", "input")]
    [InlineData(WireKind.Responses, """{"input":7}""", "input")]
    [InlineData(WireKind.Responses, """{"input":[{"type":"function_call","name":"f"}]}""", "input[0].call_id")]
    [InlineData(WireKind.Responses, """{"input":[{"role":"user","content":[{"type":"input_file","file_data":"%%"}]}]}""",
        "input[0].content[0].file_data")]
    [InlineData(WireKind.Responses, """{"input":"x","reasoning":"hard"}""", "reasoning")]
    [InlineData(WireKind.Messages, "{}", "messages")]
    [InlineData(WireKind.Messages, """{"messages":[{"role":"user","content":[{"type":"image"}]}]}""", "messages[0].content[0].source")]
    [InlineData(WireKind.Messages, """{"messages":[{"role":"user","content":"x"}],"thinking":{"type":"enabled"}}""",
        "thinking.budget_tokens")]
    [InlineData(WireKind.Messages, """{"messages":[{"role":"user","content":"x"}],"system":7}""", "system")]
    [InlineData(WireKind.Messages, """{"messages":[{"role":"user","content":"x"}],"max_tokens":"many"}""", "max_tokens")]
    public void A_wrong_field_is_named_as_the_client_spells_it(WireKind kind, string body, string field) =>
        Asked.Faults(kind, body).Select(fault => fault.Path).ShouldContain(field);

    [Fact]
    public void Fields_that_only_the_own_protocol_knows_stay_where_it_is_spoken()
    {
        var ask = Asked.Read(WireKind.Chat,
            """{"model":"m","messages":[{"role":"user","content":"x"}],"logit_bias":{"5":1},"later":[1]}""");
        var again = Asked.Write(WireKind.Chat, ask);
        again.GetProperty("logit_bias").GetProperty("5").GetInt32().ShouldBe(1);
        again.GetProperty("later")[0].GetInt32().ShouldBe(1);
        Asked.Write(WireKind.Messages, ask).TryGetProperty("later", out _).ShouldBeFalse();
    }

    [Fact]
    public void A_json_format_without_a_schema_is_asked_for_in_words_where_there_is_no_other_way()
    {
        var ask = Asked.Read(WireKind.Chat,
            """{"model":"m","messages":[{"role":"user","content":"x"}],"response_format":{"type":"json_object"}}""");
        Asked.Write(WireKind.Messages, ask).GetProperty("system").GetString()!.ShouldContain("JSON");
        Asked.Write(WireKind.Responses, ask).GetProperty("text").GetProperty("format").GetProperty("type").GetString()
            .ShouldBe("json_object");
    }

    [Fact]
    public void Documents_are_said_in_every_protocol()
    {
        var ask = Asked.Read(WireKind.Messages, """
            {"model":"m","max_tokens":9,"messages":[{"role":"user","content":[
            {"type":"document","title":"a.pdf","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0="}},
            {"type":"document","source":{"type":"text","media_type":"text/plain","data":"plain words"}}]}]}
            """);
        ask.Extras.ShouldBeEmpty();
        var chat = Asked.Write(WireKind.Chat, ask).GetProperty("messages")[0].GetProperty("content");
        chat[0].GetProperty("file").GetProperty("filename").GetString().ShouldBe("a.pdf");
        chat[0].GetProperty("file").GetProperty("file_data").GetString().ShouldBe("data:application/pdf;base64,JVBERi0=");
        chat[1].GetProperty("text").GetString().ShouldBe("plain words");
        var responses = Asked.Write(WireKind.Responses, ask).GetProperty("input")[0].GetProperty("content");
        responses[0].GetProperty("type").GetString().ShouldBe("input_file");
        var again = Asked.Write(WireKind.Messages, Asked.Read(WireKind.Chat, Asked.Text(WireKind.Chat, ask)));
        again.GetProperty("messages")[0].GetProperty("content")[0].GetProperty("source").GetProperty("data").GetString()
            .ShouldBe("JVBERi0=");
    }

    // Where a system text stands, and how an address in base64 is counted, differ without meaning anything.
    private static string Normal(string told) => told.Replace("developer: ", "system: ");
}
