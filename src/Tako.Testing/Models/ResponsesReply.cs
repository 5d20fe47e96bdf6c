using System.Text.Json.Nodes;

namespace Tako.Testing.Models;

/// <summary>Writes scripted answers as OpenAI Responses.</summary>
internal static class ResponsesReply
{
    public static string Whole(ProviderReply.Answer answer) => Response(answer, "completed", Items(answer), answer.Usage).ToJsonString();

    public static IEnumerable<(ReplyEvent Kind, string Text)> Events(ProviderReply.Answer answer)
    {
        var number = 0;
        yield return Event("response.created", new JsonObject { ["response"] = Response(answer, "in_progress", [], null) }, number++);
        var index = 0;
        if (answer.Text.Length > 0)
        {
            yield return Event("response.output_item.added",
                new JsonObject { ["output_index"] = index, ["item"] = Message("in_progress", null) }, number++);
            yield return Event("response.content_part.added", At(index, new JsonObject { ["part"] = Part("") }), number++);
            foreach (var piece in Pieces.Of(answer))
                yield return (ReplyEvent.Words, Event("response.output_text.delta", At(index,
                    new JsonObject { ["delta"] = piece }), number++).Text);
            yield return Event("response.output_text.done", At(index, new JsonObject { ["text"] = answer.Text }), number++);
            yield return Event("response.content_part.done", At(index, new JsonObject { ["part"] = Part(answer.Text) }), number++);
            yield return Event("response.output_item.done",
                new JsonObject { ["output_index"] = index++, ["item"] = Message("completed", answer.Text) }, number++);
        }

        foreach (var call in answer.ToolCalls)
        {
            yield return Event("response.output_item.added",
                new JsonObject { ["output_index"] = index, ["item"] = Call(call, "", "in_progress") }, number++);
            var half = call.Arguments.Length / 2;
            foreach (var part in (string[])[call.Arguments[..half], call.Arguments[half..]])
            {
                yield return Event("response.function_call_arguments.delta",
                    new JsonObject { ["output_index"] = index, ["item_id"] = $"fc_{call.Id}", ["delta"] = part }, number++);
            }

            yield return Event("response.function_call_arguments.done",
                new JsonObject { ["output_index"] = index, ["item_id"] = $"fc_{call.Id}", ["arguments"] = call.Arguments }, number++);
            yield return Event("response.output_item.done",
                new JsonObject { ["output_index"] = index++, ["item"] = Call(call, call.Arguments, "completed") }, number++);
        }

        yield return Event("response.completed",
            new JsonObject { ["response"] = Response(answer, "completed", Items(answer), answer.Usage) }, number);
    }

    private static JsonObject Response(ProviderReply.Answer answer, string status, JsonArray output, ProviderUsage? usage) => new()
    {
        ["id"] = "resp_1", ["object"] = "response", ["created_at"] = 1_700_000_000, ["status"] = status, ["error"] = null,
        ["incomplete_details"] = null, ["model"] = answer.Model, ["output"] = output, ["usage"] = usage is null ? null : Usage(usage),
    };

    private static JsonArray Items(ProviderReply.Answer answer)
    {
        var items = new JsonArray();
        if (answer.Text.Length > 0)
            items.Add(Message("completed", answer.Text));
        foreach (var call in answer.ToolCalls)
            items.Add(Call(call, call.Arguments, "completed"));
        return items;
    }

    private static JsonObject Message(string status, string? text) => new()
    {
        ["id"] = "msg_1", ["type"] = "message", ["status"] = status, ["role"] = "assistant",
        ["content"] = text is null ? [] : new JsonArray(Part(text)),
    };

    private static JsonObject Part(string text) => new() { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray() };

    private static JsonObject Call(ProviderToolCall call, string arguments, string status) => new()
    {
        ["id"] = $"fc_{call.Id}", ["type"] = "function_call", ["status"] = status, ["call_id"] = call.Id, ["name"] = call.Name,
        ["arguments"] = arguments,
    };

    private static JsonObject Usage(ProviderUsage usage) => new()
    {
        ["input_tokens"] = usage.Input, ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = usage.CachedInput },
        ["output_tokens"] = usage.Output, ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0 },
        ["total_tokens"] = usage.Input + usage.Output,
    };

    private static JsonObject At(int index, JsonObject body)
    {
        body["item_id"] = "msg_1";
        body["output_index"] = index;
        body["content_index"] = 0;
        return body;
    }

    private static (ReplyEvent Kind, string Text) Event(string type, JsonObject body, int number)
    {
        body.Insert(0, "type", type);
        body["sequence_number"] = number;
        return (ReplyEvent.Frame, $"event: {type}\ndata: {body.ToJsonString()}\n\n");
    }
}
