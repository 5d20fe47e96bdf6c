namespace Tako.Eval.Failover.Protocols;

/// <summary>OpenAI chat completions, as a provider speaks it.</summary>
internal sealed class ChatDialect : Dialect
{
    public override IEnumerable<Piece> Stream(Answer answer, AnswerFacts facts)
    {
        yield return new(PieceKind.Opening, Chunk(facts, """{"role":"assistant","content":"","refusal":null}"""));
        foreach (var thought in answer.Reasoning)
            yield return new(PieceKind.Token, Chunk(facts, $$"""{"reasoning_content":{{Quote(thought)}}}"""));
        foreach (var token in answer.Text)
            yield return new(PieceKind.Token, Chunk(facts, $$"""{"content":{{Quote(token)}}}"""));
        for (var index = 0; index < answer.Calls.Count; index++)
        {
            yield return new(PieceKind.Closing, Chunk(facts,
                $$"""{"tool_calls":[{"index":{{index}},{{Call(facts, index, answer.Calls[index].Name, "")}}}]}"""));
            foreach (var piece in answer.Calls[index].Arguments)
            {
                yield return new(PieceKind.Token, Chunk(facts,
                    $$$"""{"tool_calls":[{"index":{{{index}}},"function":{"arguments":{{{Quote(piece)}}}}}]}"""));
            }
        }

        yield return new(PieceKind.Closing, Chunk(facts, "{}", Finish(answer)));
        if (facts.UsageAsked && answer.Usage is { } usage)
        {
            yield return new(PieceKind.Closing,
                Unnamed($$"""{{{Head(facts, "chat.completion.chunk")}},"choices":[],"usage":{{Usage(answer, usage)}}}"""));
        }

        yield return new(PieceKind.EndMark, Unnamed("[DONE]"));
    }

    public override string Whole(Answer answer, AnswerFacts facts)
    {
        var calls = string.Join(',', answer.Calls.Select((call, index) => $"{{{Call(facts, index, call.Name, call.Whole)}}}"));
        var message = $"\"role\":\"assistant\",\"content\":{(answer.Text.Count > 0 ? Quote(string.Concat(answer.Text)) : "null")}"
            + (answer.Reasoning.Count > 0 ? $",\"reasoning_content\":{Quote(string.Concat(answer.Reasoning))}" : "")
            + ",\"refusal\":null"
            + (calls.Length > 0 ? $",\"tool_calls\":[{calls}]" : "");
        var choice = $$$"""{"index":0,"message":{{{{message}}}},"logprobs":null,"finish_reason":"{{{Finish(answer)}}}"}""";
        var usage = answer.Usage is { } counted ? $",\"usage\":{Usage(answer, counted)}" : "";
        return $"{{{Head(facts, "chat.completion")},\"choices\":[{choice}]{usage}}}";
    }

    public override string Error(ErrorKind kind) => OpenAiErrors.Body(kind);

    public override string ErrorEvent(ErrorKind kind) => Unnamed(OpenAiErrors.Body(kind));

    public override string Malformed(AnswerFacts facts) =>
        Unnamed($$"""{{{Head(facts, "chat.completion.chunk")}},"choices":[{"index":0,"delta":{"content":"tenta""");

    private static string Chunk(AnswerFacts facts, string delta, string? finish = null) =>
        Unnamed($$"""{{{Head(facts, "chat.completion.chunk")}},"choices":[{"index":0,"delta":{{delta}},"logprobs":null,"""
            + $"\"finish_reason\":{OpenAiErrors.Or(finish)}}}]{(facts.UsageAsked ? ",\"usage\":null" : "")}}}");

    private static string Head(AnswerFacts facts, string kind) => $"\"id\":\"chatcmpl-{facts.Number}\",\"object\":\"{kind}\","
        + $"\"created\":{facts.Created},\"model\":{Quote(facts.Model)},\"system_fingerprint\":\"fp_octopus\"";

    private static string Call(AnswerFacts facts, int index, string name, string arguments) =>
        $$"""
        "id":"call_{{facts.Number}}_{{index}}","type":"function","function":{"name":{{Quote(name)}},"arguments":{{Quote(arguments)}}}
        """;

    private static string Finish(Answer answer) =>
        answer.Shortened ? "length" : answer.Calls.Count > 0 ? "tool_calls" : "stop";

    private static string Usage(Answer answer, Tokens usage) =>
        $"{{\"prompt_tokens\":{usage.Input},\"completion_tokens\":{usage.Output},\"total_tokens\":{usage.Input + usage.Output},"
        + "\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0},"
        + $"\"completion_tokens_details\":{{\"reasoning_tokens\":{answer.Reasoning.Count},\"audio_tokens\":0}}}}";
}
