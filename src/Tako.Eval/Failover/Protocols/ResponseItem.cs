using System.Text.Json;

namespace Tako.Eval.Failover.Protocols;

/// <summary>One output item of a response, in the pieces that its events need.</summary>
internal sealed record ResponseItem
{
    public required string Id { get; init; }

    /// <summary>The item before its first token, and after its last.</summary>
    public required string Begun { get; init; }

    public required string Whole { get; init; }

    public required IReadOnlyList<string> Tokens { get; init; }

    /// <summary>Names of the events.</summary>
    public required string Delta { get; init; }

    public required string Done { get; init; }

    public required string DoneField { get; init; }

    /// <summary>Null for an item without parts.</summary>
    public string? PartAdded { get; init; }

    public string? PartDone { get; init; }

    public string EmptyPart { get; init; } = "";

    public string Part { get; init; } = "";

    public string PartIndex { get; init; } = "";

    public string DeltaExtras { get; init; } = "";

    public static IEnumerable<ResponseItem> Of(Answer answer, AnswerFacts facts)
    {
        if (answer.Reasoning.Count > 0)
            yield return Reasoning($"rs_{facts.Number}", answer.Reasoning);
        if (answer.Text.Count > 0)
            yield return Message($"msg_{facts.Number}", answer.Text, answer.Shortened);
        for (var index = 0; index < answer.Calls.Count; index++)
            yield return Call($"fc_{facts.Number}_{index}", $"call_{facts.Number}_{index}", answer.Calls[index]);
    }

    public string Place(int index) => $"\"item_id\":\"{Id}\",\"output_index\":{index}{PartIndex}";

    private static ResponseItem Message(string id, IReadOnlyList<string> tokens, bool shortened)
    {
        string Item(string status, string parts) =>
            $"{{\"id\":\"{id}\",\"type\":\"message\",\"status\":\"{status}\",\"role\":\"assistant\",\"content\":[{parts}]}}";
        string Part(string text) => $"{{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[],\"text\":{text}}}";
        var text = Quote(tokens);
        return new ResponseItem
        {
            Id = id,
            Begun = Item("in_progress", ""),
            Whole = Item(shortened ? "incomplete" : "completed", Part(text)),
            Tokens = tokens,
            Delta = "response.output_text.delta",
            Done = "response.output_text.done",
            DoneField = $"\"text\":{text}",
            PartAdded = "response.content_part.added",
            PartDone = "response.content_part.done",
            EmptyPart = Part("\"\""),
            Part = Part(text),
            PartIndex = ",\"content_index\":0",
            DeltaExtras = ",\"logprobs\":[]",
        };
    }

    private static ResponseItem Reasoning(string id, IReadOnlyList<string> tokens)
    {
        string Item(string parts) => $"{{\"id\":\"{id}\",\"type\":\"reasoning\",\"summary\":[{parts}]}}";
        string Part(string text) => $"{{\"type\":\"summary_text\",\"text\":{text}}}";
        var text = Quote(tokens);
        return new ResponseItem
        {
            Id = id,
            Begun = Item(""),
            Whole = Item(Part(text)),
            Tokens = tokens,
            Delta = "response.reasoning_summary_text.delta",
            Done = "response.reasoning_summary_text.done",
            DoneField = $"\"text\":{text}",
            PartAdded = "response.reasoning_summary_part.added",
            PartDone = "response.reasoning_summary_part.done",
            EmptyPart = Part("\"\""),
            Part = Part(text),
            PartIndex = ",\"summary_index\":0",
        };
    }

    private static ResponseItem Call(string id, string callId, ToolCall call)
    {
        var name = Quote([call.Name]);
        string Item(string status, string arguments) => $"{{\"id\":\"{id}\",\"type\":\"function_call\",\"status\":\"{status}\","
            + $"\"arguments\":{arguments},\"call_id\":\"{callId}\",\"name\":{name}}}";
        var arguments = Quote(call.Arguments);
        return new ResponseItem
        {
            Id = id,
            Begun = Item("in_progress", "\"\""),
            Whole = Item("completed", arguments),
            Tokens = call.Arguments,
            Delta = "response.function_call_arguments.delta",
            Done = "response.function_call_arguments.done",
            DoneField = $"\"name\":{name},\"arguments\":{arguments}",
        };
    }

    private static string Quote(IEnumerable<string> tokens) => $"\"{JsonEncodedText.Encode(string.Concat(tokens))}\"";
}
