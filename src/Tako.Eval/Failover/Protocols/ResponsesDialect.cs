namespace Tako.Eval.Failover.Protocols;

/// <summary>OpenAI responses, as a provider speaks it.</summary>
internal sealed class ResponsesDialect : Dialect
{
    public override IEnumerable<Piece> Stream(Answer answer, AnswerFacts facts)
    {
        var events = new ResponseEvents();
        yield return new(PieceKind.Opening, events.Of("response.created", $"\"response\":{Started(facts)}"));
        yield return new(PieceKind.Opening, events.Of("response.in_progress", $"\"response\":{Started(facts)}"));
        foreach (var (item, index) in ResponseItem.Of(answer, facts).Select((item, index) => (item, index)))
        {
            yield return new(PieceKind.Opening, events.Of("response.output_item.added",
                $"\"output_index\":{index},\"item\":{item.Begun}"));
            if (item.PartAdded is { } added)
                yield return new(PieceKind.Opening, events.Of(added, $"{item.Place(index)},\"part\":{item.EmptyPart}"));
            foreach (var token in item.Tokens)
                yield return new(PieceKind.Token, events.Of(item.Delta, $"{item.Place(index)},\"delta\":{Quote(token)}{item.DeltaExtras}"));
            yield return new(PieceKind.Closing, events.Of(item.Done, $"{item.Place(index)},{item.DoneField}{item.DeltaExtras}"));
            if (item.PartDone is { } done)
                yield return new(PieceKind.Closing, events.Of(done, $"{item.Place(index)},\"part\":{item.Part}"));
            yield return new(PieceKind.Closing, events.Of("response.output_item.done", $"\"output_index\":{index},\"item\":{item.Whole}"));
        }

        yield return new(PieceKind.Closing, events.Of(answer.Shortened ? "response.incomplete" : "response.completed",
            $"\"response\":{Whole(answer, facts)}"));
    }

    public override string Whole(Answer answer, AnswerFacts facts) => Response(facts,
        answer.Shortened ? "incomplete" : "completed", string.Join(',', ResponseItem.Of(answer, facts).Select(item => item.Whole)),
        answer.Usage is { } usage
            ? $"{{\"input_tokens\":{usage.Input},\"input_tokens_details\":{{\"cached_tokens\":0}},\"output_tokens\":{usage.Output},"
                + $"\"output_tokens_details\":{{\"reasoning_tokens\":{answer.Reasoning.Count}}},"
                + $"\"total_tokens\":{usage.Input + usage.Output}}}"
            : "null");

    public override string Error(ErrorKind kind) => OpenAiErrors.Body(kind);

    public override string ErrorEvent(ErrorKind kind)
    {
        var (type, code, parameter, message) = OpenAiErrors.Of(kind);
        return Named("error", $"{{\"type\":\"error\",\"code\":{OpenAiErrors.Or(code ?? type)},\"message\":\"{message}\","
            + $"\"param\":{OpenAiErrors.Or(parameter)},\"sequence_number\":1}}");
    }

    public override string Malformed(AnswerFacts facts) =>
        Named("response.output_text.delta", "{\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":\"tenta");

    private static string Started(AnswerFacts facts) => Response(facts, "in_progress", "", "null");

    private static string Response(AnswerFacts facts, string status, string output, string usage)
    {
        var details = status == "incomplete" ? "{\"reason\":\"max_output_tokens\"}" : "null";
        return $"{{\"id\":\"resp_{facts.Number}\",\"object\":\"response\",\"created_at\":{facts.Created},\"status\":\"{status}\","
            + $"\"background\":false,\"error\":null,\"incomplete_details\":{details},\"instructions\":null,\"max_output_tokens\":null,"
            + $"\"metadata\":{{}},\"model\":{Quote(facts.Model)},\"output\":[{output}],\"parallel_tool_calls\":true,"
            + "\"previous_response_id\":null,\"reasoning\":{\"effort\":null,\"summary\":null},\"store\":false,\"temperature\":1.0,"
            + "\"text\":{\"format\":{\"type\":\"text\"}},\"tool_choice\":\"auto\",\"tools\":[],\"top_p\":1.0,"
            + $"\"truncation\":\"disabled\",\"usage\":{usage},\"user\":null}}";
    }

    /// <summary>Numbers the events of one stream.</summary>
    private sealed class ResponseEvents
    {
        private int _next;

        public string Of(string type, string fields) =>
            Named(type, $"{{\"type\":\"{type}\",\"sequence_number\":{_next++},{fields}}}");
    }
}
