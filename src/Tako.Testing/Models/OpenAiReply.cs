using System.Text.Json.Nodes;

namespace Tako.Testing.Models;

/// <summary>Writes scripted answers as chat completions.</summary>
internal static class OpenAiReply
{
    public static string Whole(ProviderReply.Answer answer)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = answer.Text };
        if (answer.ToolCalls.Count > 0)
        {
            message["tool_calls"] = new JsonArray([.. answer.ToolCalls.Select(JsonNode (call) => new JsonObject
            {
                ["id"] = call.Id, ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = call.Arguments },
            })]);
        }

        var root = new JsonObject
        {
            ["id"] = "chat-1", ["object"] = "chat.completion", ["model"] = answer.Model,
            ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] =
                Finish(answer) }),
        };
        if (answer.Usage is { } usage)
            root["usage"] = Usage(usage);
        return root.ToJsonString();
    }

    public static IEnumerable<(ReplyEvent Kind, string Text)> Events(ProviderReply.Answer answer)
    {
        yield return (ReplyEvent.Frame,
            Chunk(answer, new JsonObject { ["role"] = "assistant", ["content"] = "" }, null));
        foreach (var piece in Pieces.Of(answer))
            yield return (ReplyEvent.Words, Chunk(answer, new JsonObject { ["content"] = piece }, null));
        for (var index = 0; index < answer.ToolCalls.Count; index++)
        {
            var call = answer.ToolCalls[index];
            var half = call.Arguments.Length / 2;
            yield return (ReplyEvent.Frame, Tool(answer, index, call.Id, call.Name, call.Arguments[..half]));
            yield return (ReplyEvent.Frame, Tool(answer, index, null, null, call.Arguments[half..]));
        }

        yield return (ReplyEvent.Frame, Chunk(answer, [], Finish(answer)));
        if (answer.Usage is { } usage)
        {
            var root = new JsonObject { ["id"] = "chat-1", ["model"] = answer.Model, ["choices"] = new JsonArray(),
                ["usage"] = Usage(usage) };
            yield return (ReplyEvent.Frame, $"data: {root.ToJsonString()}\n\n");
        }

        yield return (ReplyEvent.EndMark, "data: [DONE]\n\n");
    }

    private static string Tool(ProviderReply.Answer answer, int index, string? id, string? name, string arguments)
    {
        var function = new JsonObject { ["arguments"] = arguments };
        if (name is not null)
            function["name"] = name;
        var call = new JsonObject { ["index"] = answer.SameIndex ? 0 : index, ["function"] = function };
        if (id is not null)
            call["id"] = id;
        return Chunk(answer, new JsonObject { ["tool_calls"] = new JsonArray(call) }, null);
    }

    private static string Chunk(ProviderReply.Answer answer, JsonObject delta, string? finish)
    {
        var root = new JsonObject
        {
            ["id"] = "chat-1", ["object"] = "chat.completion.chunk", ["model"] = answer.Model,
            ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] =
                finish }),
        };
        return $"data: {root.ToJsonString()}\n\n";
    }

    private static JsonObject Usage(ProviderUsage usage) => new()
    {
        ["prompt_tokens"] = usage.Input, ["completion_tokens"] = usage.Output, ["total_tokens"] = usage.Input
            + usage.Output,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = usage.CachedInput },
    };

    private static string Finish(ProviderReply.Answer answer) => answer.ToolCalls.Count > 0 ? "tool_calls" : "stop";
}
