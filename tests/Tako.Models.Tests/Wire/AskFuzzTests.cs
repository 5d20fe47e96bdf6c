using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Tako.Core.Faults;
using Tako.Models.Wire;

namespace Tako.Models.Tests.Wire;

public sealed class AskFuzzTests
{
    private static readonly string[] Seeds =
    [
        """
        {"model":"m","messages":[{"role":"system","content":"s"},{"role":"user","content":[{"type":"text","text":"t"},
        {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo=","detail":"low"}},
        {"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}},{"type":"file","file":{"file_data":"data:application/pdf;base64,JVBERi0="}}]},
        {"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},
        {"role":"tool","tool_call_id":"c","content":"r"}],"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],
        "tool_choice":{"type":"function","function":{"name":"f"}},"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{}}},
        "max_tokens":5,"temperature":1,"top_p":1,"n":2,"stop":["a"],"seed":1,"logprobs":true,"metadata":{"a":"b"},"stream":true}
        """,
        """
        {"model":"m","instructions":"i","input":[{"role":"user","content":[{"type":"input_text","text":"t"},{"type":"input_image","image_url":"https://a/b"}]},
        {"type":"reasoning","id":"rs","summary":[{"type":"summary_text","text":"s"}],"encrypted_content":"e"},
        {"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"o"}],
        "tools":[{"type":"function","name":"f","parameters":{}},{"type":"web_search"}],"text":{"format":{"type":"json_object"},"verbosity":"low"},
        "reasoning":{"effort":"low","summary":"auto"},"include":["reasoning.encrypted_content"],"store":true,"previous_response_id":"r"}
        """,
        """
        {"model":"m","system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":[{"type":"text","text":"t"},
        {"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}},{"type":"document","source":{"type":"url","url":"https://a/b.pdf"}}]},
        {"role":"assistant","content":[{"type":"thinking","thinking":"h","signature":"s"},{"type":"tool_use","id":"t","name":"n","input":{"a":[1]}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","is_error":true,"content":[{"type":"text","text":"r"}]}]}],"max_tokens":3000,
        "tools":[{"name":"n","input_schema":{"type":"object"},"cache_control":{"type":"ephemeral"}}],"tool_choice":{"type":"any"},
        "thinking":{"type":"enabled","budget_tokens":1024},"metadata":{"user_id":"u"},"output_config":{"format":{"type":"json_schema","schema":{}}}}
        """,
    ];

    [Theory, InlineData(WireKind.Chat), InlineData(WireKind.Responses), InlineData(WireKind.Messages)]
    public void Any_bytes_are_a_request_that_can_be_written_or_faults(WireKind kind)
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var body = Mutant.Of(Encoding.UTF8.GetBytes(Seeds[random.Next(Seeds.Length)]), random);
            var fault = RequestHead.Read(body, kind, out var head);
            JsonElement root;
            try
            {
                root = JsonSerializer.Deserialize<JsonElement>(body);
            }
            catch (JsonException)
            {
                fault.ShouldNotBeNull();
                return;
            }

            if (fault is null)
                CheckSplice(kind, body, head);
            switch (WireProtocol.Of(kind).ReadAsk(root))
            {
                case Parsed<ChatAsk>.Ok ask:
                    foreach (var to in Enum.GetValues<WireKind>())
                    {
                        JsonDocument.Parse(Asked.Text(to, ask.Value)).Dispose();
                        LossTable.Between(ask.Value, kind, to).Refused.ShouldNotBeNull();
                    }

                    break;
                case Parsed<ChatAsk>.Faulty faulty:
                    faulty.Faults.ShouldNotBeEmpty();
                    break;
            }
        }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void Random_bytes_are_refused_with_a_fault() =>
        Prop.ForAll<byte[]>(body => RequestHead.Read(body, WireKind.Chat, out _).ShouldNotBeNull().Message.ShouldNotBeEmpty())
            .Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static void CheckSplice(WireKind kind, byte[] body, RequestHead head)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        var added = BodySplice.Write(body, head, JsonEncodedText.Encode("up"), tellUsage: true, output);
        RequestHead.Read(output.WrittenSpan, kind, out var again).ShouldBeNull();
        Encoding.UTF8.GetString(again.ModelName(output.WrittenSpan)).ShouldBe("up");
        if (added)
            again.UsageInStream.ShouldBeTrue();
    }
}
