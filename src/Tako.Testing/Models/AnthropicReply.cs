using System.Text.Json.Nodes;

namespace Tako.Testing.Models;

/// <summary>Writes scripted answers as Anthropic messages.</summary>
internal static class AnthropicReply
{
    public static string Whole(ProviderReply.Answer answer)
    {
        var content = new JsonArray();
        if (answer.Text.Length > 0)
            content.Add(new JsonObject { ["type"] = "text", ["text"] = answer.Text });
        foreach (var call in answer.ToolCalls)
        {
            content.Add(new JsonObject
            {
                ["type"] = "tool_use", ["id"] = call.Id, ["name"] = call.Name, ["input"] =
                    JsonNode.Parse(call.Arguments),
            });
        }

        var message = Start(answer);
        message["content"] = content;
        message["stop_reason"] = Stop(answer);
        if (answer.Usage is { } usage)
            message["usage"] = Usage(usage, usage.Output);
        return message.ToJsonString();
    }

    public static IEnumerable<(ReplyEvent Kind, string Text)> Events(ProviderReply.Answer answer)
    {
        var message = Start(answer);
        if (answer.Usage is { } before)
            message["usage"] = Usage(before, 1);
        yield return Event("message_start", new JsonObject { ["message"] = message });
        yield return Event("ping", []);
        var index = 0;
        if (answer.Text.Length > 0)
        {
            yield return Event("content_block_start",
                Block(index, new JsonObject { ["type"] = "text", ["text"] = "" }));
            foreach (var piece in Pieces.Of(answer))
            {
                yield return (ReplyEvent.Words,
                    Event("content_block_delta",
                        Delta(index, new JsonObject { ["type"] = "text_delta", ["text"] = piece })).Text);
            }

            yield return Event("content_block_stop", new JsonObject { ["index"] = index++ });
        }

        foreach (var call in answer.ToolCalls)
        {
            var half = call.Arguments.Length / 2;
            yield return Event("content_block_start", Block(index, new JsonObject
            {
                ["type"] = "tool_use", ["id"] = call.Id, ["name"] = call.Name, ["input"] = new JsonObject(),
            }));
            foreach (var part in (string[])[call.Arguments[..half], call.Arguments[half..]])
                yield return Event("content_block_delta",
                    Delta(index, new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = part }));
            yield return Event("content_block_stop", new JsonObject { ["index"] = index++ });
        }

        var end = new JsonObject { ["delta"] = new JsonObject { ["stop_reason"] = Stop(answer) } };
        if (answer.Usage is { } after)
            end["usage"] = new JsonObject { ["output_tokens"] = after.Output };
        yield return Event("message_delta", end);
        yield return (ReplyEvent.EndMark, Event("message_stop", []).Text);
    }

    private static JsonObject Start(ProviderReply.Answer answer) => new()
    {
        ["id"] = "msg-1", ["type"] = "message", ["role"] = "assistant", ["model"] = answer.Model, ["content"] =
            new JsonArray(),
    };

    // Anthropic reports uncached and cached input apart.
    private static JsonObject Usage(ProviderUsage usage, int output) => new()
    {
        ["input_tokens"] = usage.Input - usage.CachedInput, ["cache_read_input_tokens"] = usage.CachedInput,
        ["cache_creation_input_tokens"] = 0, ["output_tokens"] = output,
    };

    private static JsonObject Block(int index, JsonObject block) =>
        new() { ["index"] = index, ["content_block"] = block };

    private static JsonObject Delta(int index, JsonObject delta) => new() { ["index"] = index, ["delta"] = delta };

    private static string Stop(ProviderReply.Answer answer) => answer.ToolCalls.Count > 0 ? "tool_use" : "end_turn";

    private static (ReplyEvent Kind, string Text) Event(string type, JsonObject body)
    {
        body.Insert(0, "type", type);
        return (ReplyEvent.Frame, $"event: {type}\ndata: {body.ToJsonString()}\n\n");
    }
}
