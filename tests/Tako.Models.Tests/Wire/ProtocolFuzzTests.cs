using System.Text;
using Tako.Models.Calls;
using Tako.Models.Wire;

namespace Tako.Models.Tests.Wire;

public sealed class ProtocolFuzzTests
{
    private static readonly string[] Seeds =
    [
        """
        {"id":"1","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"hi",
        "tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{\"a\":1}"}}]},"finish_reason":"stop"}],
        "usage":{"prompt_tokens":1,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":0}}}
        """,
        """{"id":"1","choices":[{"message":{"content":[{"type":"text","text":"x"}],"reasoning_content":"r"},"finish_reason":"length"}]}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"a"}}""",
        """{"type":"message_start","message":{"id":"m","model":"x","usage":{"input_tokens":3,"cache_read_input_tokens":1}}}""",
        """
        {"type":"message","content":[{"type":"tool_use","id":"t","name":"n","input":{"a":1}},{"type":"text","text":"x"}],
        "stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":2}}
        """,
        """{"error":{"code":"context_length_exceeded","message":"maximum context length","type":"invalid_request_error"}}""",
    ];

    [Fact]
    public void Any_bytes_are_an_answer_or_malformed_and_nothing_else()
    {
        var random = new Random(20261121);
        WireProtocol[] protocols = [.. Enum.GetValues<WireKind>().Select(WireProtocol.Of)];
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = Mutant.Of(Encoding.UTF8.GetBytes(Seeds[random.Next(Seeds.Length)]), random);
            foreach (var protocol in protocols)
            {
                protocol.ReadError(bytes).ShouldNotBeNull();
                try
                {
                    var answer = new AnswerAssembler("m");
                    answer.Take(new Frame(bytes, "", bytes, whole: round % 2 == 0).View(protocol));
                    answer.Finish(1).ShouldNotBeNull();
                }
                catch (MalformedFrameException)
                {
                    // What nonsense ends in.
                }
            }
        }
    }
}
