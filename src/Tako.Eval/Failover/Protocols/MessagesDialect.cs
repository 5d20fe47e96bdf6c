namespace Tako.Eval.Failover.Protocols;

/// <summary>Anthropic messages, as a provider speaks it.</summary>
internal sealed class MessagesDialect : Dialect
{
    private const string Signature = "b2N0b3B1cw==";

    public override IEnumerable<Piece> Stream(Answer answer, AnswerFacts facts)
    {
        var begun = answer.Usage is { } known ? $",\"usage\":{Usage(known with { Output = 1 })}" : "";
        yield return new(PieceKind.Opening, Event("message_start", $"\"message\":{Message(facts, "", "null", begun)}"));
        yield return new(PieceKind.Opening, Named("ping", """{"type":"ping"}"""));
        var index = 0;
        if (answer.Reasoning.Count > 0)
        {
            foreach (var piece in Block(index, """{"type":"thinking","thinking":"","signature":""}""", answer.Reasoning,
                token => $$"""{"type":"thinking_delta","thinking":{{Quote(token)}}}""",
                $$"""{"type":"signature_delta","signature":"{{Signature}}"}"""))
                yield return piece;
            index++;
        }

        if (answer.Text.Count > 0)
        {
            foreach (var piece in Block(index, """{"type":"text","text":""}""", answer.Text,
                token => $$"""{"type":"text_delta","text":{{Quote(token)}}}"""))
                yield return piece;
            index++;
        }

        foreach (var (call, number) in answer.Calls.Select((call, number) => (call, number)))
        {
            foreach (var piece in Block(index + number, ToolUse(facts, number, call, "{}"), call.Arguments,
                token => $$"""{"type":"input_json_delta","partial_json":{{Quote(token)}}}"""))
                yield return piece;
        }

        var usage = answer.Usage is { } counted ? $",\"usage\":{{\"output_tokens\":{counted.Output}}}" : "";
        yield return new(PieceKind.Closing, Event("message_delta",
            $"\"delta\":{{\"stop_reason\":\"{Stop(answer)}\",\"stop_sequence\":null}}{usage}"));
        yield return new(PieceKind.EndMark, Named("message_stop", """{"type":"message_stop"}"""));
    }

    public override string Whole(Answer answer, AnswerFacts facts)
    {
        var blocks = new List<string>();
        if (answer.Reasoning.Count > 0)
            blocks.Add($$"""{"type":"thinking","thinking":{{Quote(string.Concat(answer.Reasoning))}},"signature":"{{Signature}}"}""");
        if (answer.Text.Count > 0)
            blocks.Add($$"""{"type":"text","text":{{Quote(string.Concat(answer.Text))}}}""");
        blocks.AddRange(answer.Calls.Select((call, number) => ToolUse(facts, number, call, call.Whole)));
        return Message(facts, string.Join(',', blocks), $"\"{Stop(answer)}\"",
            answer.Usage is { } usage ? $",\"usage\":{Usage(usage)}" : "");
    }

    public override string Error(ErrorKind kind)
    {
        var (type, message) = kind switch
        {
            ErrorKind.RateLimit => ("rate_limit_error", "Number of requests has exceeded your rate limit."),
            ErrorKind.ServerError => ("api_error", "Internal server error"),
            ErrorKind.Overloaded => ("overloaded_error", "Overloaded"),
            ErrorKind.ContextLength => ("invalid_request_error", "prompt is too long: 9000 tokens > 8000 maximum"),
            ErrorKind.ContentPolicy => ("invalid_request_error", "Output blocked by content filtering policy: content policy."),
            ErrorKind.PrefillRefused => ("invalid_request_error",
                "This model does not support assistant message prefill. The conversation must end with a user message."),
            ErrorKind.UnknownModel => ("not_found_error", "model: no such model"),
            ErrorKind.BadKey => ("authentication_error", "invalid x-api-key"),
            _ => ("invalid_request_error", "The request could not be read."),
        };
        return $$"""{"type":"error","error":{"type":"{{type}}","message":"{{message}}"},"request_id":"req_1"}""";
    }

    public override string ErrorEvent(ErrorKind kind) => Named("error", Error(kind));

    public override string Malformed(AnswerFacts facts) => Named("content_block_delta",
        """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"tenta""");

    private static IEnumerable<Piece> Block(int index, string empty, IReadOnlyList<string> tokens, Func<string, string> delta,
        string? last = null)
    {
        yield return new(PieceKind.Opening, Event("content_block_start", $"\"index\":{index},\"content_block\":{empty}"));
        foreach (var token in tokens)
            yield return new(PieceKind.Token, Event("content_block_delta", $"\"index\":{index},\"delta\":{delta(token)}"));
        if (last is not null)
            yield return new(PieceKind.Closing, Event("content_block_delta", $"\"index\":{index},\"delta\":{last}"));
        yield return new(PieceKind.Closing, Event("content_block_stop", $"\"index\":{index}"));
    }

    private static string Event(string type, string fields) => Named(type, $"{{\"type\":\"{type}\",{fields}}}");

    private static string Message(AnswerFacts facts, string content, string stop, string usage) =>
        $"{{\"id\":\"msg_{facts.Number}\",\"type\":\"message\",\"role\":\"assistant\",\"model\":{Quote(facts.Model)},"
        + $"\"content\":[{content}],\"stop_reason\":{stop},\"stop_sequence\":null{usage}}}";

    private static string ToolUse(AnswerFacts facts, int number, ToolCall call, string input) =>
        $"{{\"type\":\"tool_use\",\"id\":\"toolu_{facts.Number}_{number}\",\"name\":{Quote(call.Name)},\"input\":{input},"
        + "\"caller\":{\"type\":\"direct\"}}";

    private static string Stop(Answer answer) =>
        answer.Shortened ? "max_tokens" : answer.Calls.Count > 0 ? "tool_use" : "end_turn";

    private static string Usage(Tokens usage) => $"{{\"input_tokens\":{usage.Input},\"cache_creation_input_tokens\":0,"
        + $"\"cache_read_input_tokens\":0,\"output_tokens\":{usage.Output}}}";
}
