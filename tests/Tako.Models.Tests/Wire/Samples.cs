using Microsoft.Extensions.AI;
using Tako.Models.Wire;

namespace Tako.Models.Tests.Wire;

/// <summary>Answers of every shape, frame by frame.</summary>
internal static class Samples
{
    public static readonly Delta[][] Talk =
    [
        [new Delta.Identity("up-1", "provider-model")],
        [new Delta.Text("Hello ")], [new Delta.Text("wörld \"😀\"\n")],
        [new Delta.Finish(ChatFinishReason.Stop)],
        [new Delta.Used(Told.Used(20, 7, 5))], [new Delta.End()],
    ];

    /// <summary>A thought with a seal, words, and two calls at once.</summary>
    public static readonly Delta[][] Work =
    [
        [new Delta.Identity("up-2", "provider-model"), new Delta.Used(Told.Used(31, 1))],
        [new Delta.Reasoning("Let me ")], [new Delta.Reasoning("think.")], [new Delta.Reasoning("", "sig-1")],
        [new Delta.Text("I will look.")],
        [new Delta.Tool(0, "toolu_a", "get_weather", "")],
        [new Delta.Tool(0, null, null, "{\"city\":")], [new Delta.Tool(0, null, null, "\"Oslo\"}")],
        [new Delta.Tool(1, "call_b", "get_time", "{\"zone\":\"UTC\"}")],
        [new Delta.Finish(ChatFinishReason.ToolCalls), new Delta.Used(Told.Used(31, 40, 8, 12))],
        [new Delta.End()],
    ];

    public static readonly Delta[][] Cut =
    [
        [new Delta.Text("too lo")], [new Delta.Finish(ChatFinishReason.Length)], [new Delta.Used(Told.Used(3, 2))],
    ];

    public static readonly Delta[][] Refused =
    [
        [new Delta.Text("I cannot help.", IsRefusal: true)], [new Delta.Finish(ChatFinishReason.Stop)],
    ];

    /// <summary>A chunked chat completion as OpenAI sends it.</summary>
    public const string ChatStream = """
        data: {"id":"chatcmpl-9","object":"chat.completion.chunk","created":1750000000,"model":"gpt-x-2025","service_tier":"default","system_fingerprint":"fp_1","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"a8"}

        data: {"id":"chatcmpl-9","object":"chat.completion.chunk","created":1750000000,"model":"gpt-x-2025","choices":[{"index":0,"delta":{"content":"One \"two\""},"logprobs":null,"finish_reason":null}],"usage":null}

        data: {"id":"chatcmpl-9","object":"chat.completion.chunk","created":1750000000,"model":"gpt-x-2025","choices":[{"index":0,"delta":{"content":" three"},"logprobs":null,"finish_reason":null}],"usage":null}

        data: {"id":"chatcmpl-9","object":"chat.completion.chunk","created":1750000000,"model":"gpt-x-2025","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"usage":null}

        data: {"id":"chatcmpl-9","object":"chat.completion.chunk","created":1750000000,"model":"gpt-x-2025","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":5,"total_tokens":14,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}}

        data: [DONE]


        """;

    /// <summary>A message as Anthropic streams it, with a thought before the words.</summary>
    public const string MessagesStream = """
        event: message_start
        data: {"type":"message_start","message":{"id":"msg_01","type":"message","role":"assistant","model":"claude-x","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":9,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":1,"service_tier":"standard"}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

        event: ping
        data: {"type": "ping"}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"count"}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"EqQB"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: content_block_start
        data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"One \"two\""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":" three"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":1}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":5}}

        event: message_stop
        data: {"type":"message_stop"}


        """;

    /// <summary>A response as OpenAI streams it, with an encrypted thought before the words.</summary>
    public const string ResponsesStream = """
        event: response.created
        data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_9","object":"response","created_at":1750000000,"status":"in_progress","background":false,"error":null,"incomplete_details":null,"instructions":"be brief","max_output_tokens":null,"model":"gpt-x-2025","output":[],"parallel_tool_calls":true,"previous_response_id":null,"reasoning":{"effort":"low","summary":"auto"},"store":true,"temperature":1.0,"text":{"format":{"type":"text"}},"tool_choice":"auto","tools":[],"top_p":1.0,"truncation":"disabled","usage":null,"user":null,"metadata":{"k":"v"}}}

        event: response.in_progress
        data: {"type":"response.in_progress","sequence_number":1,"response":{"id":"resp_9","object":"response","status":"in_progress","output":[]}}

        event: response.output_item.added
        data: {"type":"response.output_item.added","sequence_number":2,"output_index":0,"item":{"id":"rs_9","type":"reasoning","summary":[]}}

        event: response.reasoning_summary_part.added
        data: {"type":"response.reasoning_summary_part.added","sequence_number":3,"item_id":"rs_9","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":""}}

        event: response.reasoning_summary_text.delta
        data: {"type":"response.reasoning_summary_text.delta","sequence_number":4,"item_id":"rs_9","output_index":0,"summary_index":0,"delta":"count","obfuscation":"k"}

        event: response.reasoning_summary_text.done
        data: {"type":"response.reasoning_summary_text.done","sequence_number":5,"item_id":"rs_9","output_index":0,"summary_index":0,"text":"count"}

        event: response.reasoning_summary_part.done
        data: {"type":"response.reasoning_summary_part.done","sequence_number":6,"item_id":"rs_9","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":"count"}}

        event: response.output_item.done
        data: {"type":"response.output_item.done","sequence_number":7,"output_index":0,"item":{"id":"rs_9","type":"reasoning","encrypted_content":"gAAA","summary":[{"type":"summary_text","text":"count"}]}}

        event: response.output_item.added
        data: {"type":"response.output_item.added","sequence_number":8,"output_index":1,"item":{"id":"msg_9","type":"message","status":"in_progress","content":[],"role":"assistant"}}

        event: response.content_part.added
        data: {"type":"response.content_part.added","sequence_number":9,"item_id":"msg_9","output_index":1,"content_index":0,"part":{"type":"output_text","annotations":[],"logprobs":[],"text":""}}

        event: response.output_text.delta
        data: {"type":"response.output_text.delta","sequence_number":10,"item_id":"msg_9","output_index":1,"content_index":0,"delta":"One \"two\"","logprobs":[],"obfuscation":"xy"}

        event: response.output_text.delta
        data: {"type":"response.output_text.delta","sequence_number":11,"item_id":"msg_9","output_index":1,"content_index":0,"delta":" three","logprobs":[],"obfuscation":"z"}

        event: response.output_text.done
        data: {"type":"response.output_text.done","sequence_number":12,"item_id":"msg_9","output_index":1,"content_index":0,"text":"One \"two\" three","logprobs":[]}

        event: response.content_part.done
        data: {"type":"response.content_part.done","sequence_number":13,"item_id":"msg_9","output_index":1,"content_index":0,"part":{"type":"output_text","annotations":[],"logprobs":[],"text":"One \"two\" three"}}

        event: response.output_item.done
        data: {"type":"response.output_item.done","sequence_number":14,"output_index":1,"item":{"id":"msg_9","type":"message","status":"completed","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"One \"two\" three"}],"role":"assistant"}}

        event: response.completed
        data: {"type":"response.completed","sequence_number":15,"response":{"id":"resp_9","object":"response","created_at":1750000000,"status":"completed","error":null,"incomplete_details":null,"model":"gpt-x-2025","output":[{"id":"rs_9","type":"reasoning","summary":[]},{"id":"msg_9","type":"message","status":"completed","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"One \"two\" three"}],"role":"assistant"}],"usage":{"input_tokens":9,"input_tokens_details":{"cached_tokens":0},"output_tokens":5,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":14}}}


        """;

    public static string Stream(WireKind kind) => kind switch
    {
        WireKind.Chat => ChatStream,
        WireKind.Responses => ResponsesStream,
        _ => MessagesStream,
    };
}
