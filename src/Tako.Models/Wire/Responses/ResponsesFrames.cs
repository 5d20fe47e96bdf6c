using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Models.Pricing;

namespace Tako.Models.Wire.Responses;

/// <summary>Understands a response and the events that spell one.</summary>
internal static class ResponsesFrames
{
    public static void Read(JsonElement root, Frame frame, List<Delta> into)
    {
        if (frame.Whole)
            ReadWhole(root, into);
        else
            ReadEvent(root, into);
    }

    private static void ReadEvent(JsonElement root, List<Delta> into)
    {
        switch (root.Text("type"))
        {
            case "response.created":
                into.Add(new Delta.Identity(root.Member("response").Text("id"), root.Member("response").Text("model")));
                break;
            case "response.output_text.delta":
                into.Add(new Delta.Text(root.Text("delta") ?? ""));
                ReadLogProbs(root, into);
                break;
            case "response.refusal.delta":
                into.Add(new Delta.Text(root.Text("delta") ?? "", IsRefusal: true));
                break;
            case "response.function_call_arguments.delta":
                into.Add(new Delta.Tool(root.Whole("output_index"), null, null, root.Text("delta") ?? ""));
                break;
            case "response.reasoning_summary_text.delta" or "response.reasoning_text.delta":
                into.Add(new Delta.Reasoning(root.Text("delta") ?? ""));
                break;
            case "response.reasoning_summary_part.added" when root.Whole("summary_index") > 0:
                into.Add(new Delta.Reasoning("\n\n"));
                break;
            case "response.output_item.added" when root.Member("item").Text("type") == "function_call":
                var call = root.Member("item");
                into.Add(new Delta.Tool(root.Whole("output_index"), call.Text("call_id"), call.Text("name"),
                    call.Text("arguments") ?? ""));
                break;
            case "response.output_item.done" when Seal(root.Member("item")) is { } seal:
                into.Add(new Delta.Reasoning("", seal));
                break;
            case "response.completed" or "response.incomplete" or "response.failed" or "response.cancelled":
                ReadEnd(root.GetProperty("response"), into);
                into.Add(new Delta.End());
                break;
            case "error":
                into.Add(new Delta.Failed(ErrorBody.Read(root)));
                break;
            case null when root.Member("error").ValueKind is JsonValueKind.Object or JsonValueKind.String:
                into.Add(new Delta.Failed(ErrorBody.Read(root)));
                break;
            case null:
                throw new MalformedFrameException("the payload has no type");
        }
    }

    private static void ReadWhole(JsonElement root, List<Delta> into)
    {
        if (root.Member("output").ValueKind != JsonValueKind.Array)
        {
            if (root.Member("error").ValueKind is not (JsonValueKind.Object or JsonValueKind.String))
                throw new MalformedFrameException("the answer has no output");
            into.Add(new Delta.Failed(ErrorBody.Read(root)));
            return;
        }

        into.Add(new Delta.Identity(root.Text("id"), root.Text("model")));
        var index = 0;
        foreach (var item in root.List("output"))
            ReadItem(item, index++, into);
        ReadEnd(root, into);
    }

    private static void ReadItem(JsonElement item, int index, List<Delta> into)
    {
        switch (item.Text("type"))
        {
            case "message":
                foreach (var part in item.List("content"))
                {
                    if (part.Text("text") is { } text)
                        into.Add(new Delta.Text(text));
                    if (part.Text("refusal") is { } refusal)
                        into.Add(new Delta.Text(refusal, IsRefusal: true));
                    ReadLogProbs(part, into);
                }

                break;
            case "function_call":
                into.Add(new Delta.Tool(index, item.Text("call_id"), item.Text("name"), item.Text("arguments") ?? ""));
                break;
            case "reasoning":
                var parts = item.List("summary").Concat(item.List("content")).Select(part => part.Text("text"));
                var thought = string.Join("\n\n", parts.Where(text => text is { Length: > 0 }));
                if (Seal(item) is { } seal)
                    into.Add(new Delta.Reasoning(thought, seal));
                else if (thought.Length > 0)
                    into.Add(new Delta.Reasoning(thought));
                break;
        }
    }

    private static void ReadEnd(JsonElement response, List<Delta> into)
    {
        if (response.Member("usage") is { ValueKind: JsonValueKind.Object } usage)
            into.Add(new Delta.Used(UsageReader.Read(usage, UsageFormat.Responses, response.Text("service_tier")).ToDetails()));
        switch (response.Text("status"))
        {
            case "failed" or "cancelled":
                into.Add(new Delta.Failed(ErrorBody.Read(response)));
                break;
            case "incomplete":
                into.Add(new Delta.Finish(response.Member("incomplete_details").Text("reason") switch
                {
                    "content_filter" => ChatFinishReason.ContentFilter,
                    _ => ChatFinishReason.Length,
                }));
                break;
            case "completed" or null:
                var calls = response.List("output").Any(item => item.Text("type") == "function_call");
                into.Add(new Delta.Finish(calls ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop));
                break;
            default:
                throw new MalformedFrameException("the answer has a status that is not known");
        }
    }

    private static void ReadLogProbs(JsonElement holder, List<Delta> into)
    {
        if (holder.Member("logprobs") is { ValueKind: JsonValueKind.Array } tokens && tokens.GetArrayLength() > 0)
            into.Add(new Delta.LogProbs(OneLine.Of(tokens.GetRawText())));
    }

    private static string? Seal(JsonElement item) =>
        item.Text("type") == "reasoning" && item.Text("encrypted_content") is { Length: > 0 } encrypted
            ? ThoughtSeal.OfEncrypted(item.Text("id"), encrypted)
            : null;
}
