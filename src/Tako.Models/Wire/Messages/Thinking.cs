using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Tako.Models.Wire.Messages;

/// <summary>Asks a model to think, where the rest of the request lets it.</summary>
internal static class Thinking
{
    /// <summary>Whether the request asks the model to think.</summary>
    public static bool Write(Utf8JsonWriter json, ChatRequest request)
    {
        var wire = AskDetails.Of(request.Options);
        if ((wire.ThinkingBudget ?? Efforts.Budget(Efforts.Word(request.Options))) is not { } budget || !May(request))
            return false;
        // The budget is a part of the answer's limit; with less room than the least budget there is no thinking.
        var most = request.MaxOutput ?? request.Model.MaxOutput ?? MessagesBody.DefaultMaxTokens;
        budget = Math.Min(budget, most / 2);
        if (budget < Efforts.LeastBudget)
            return false;
        json.WriteStartObject("thinking");
        json.WriteString("type", "enabled");
        json.WriteNumber("budget_tokens", budget);
        json.WriteEndObject();
        return true;
    }

    // A forced tool and thinking exclude each other, and a turn in the middle of its tool calls must show the thoughts it began with.
    private static bool May(ChatRequest request)
    {
        if (request.Functions.Count > 0 && request.Options?.ToolMode is RequiredChatToolMode)
            return false;
        for (var at = request.Messages.Count - 1; at >= 0; at--)
        {
            var message = request.Messages[at];
            if (message.Role == ChatRole.User && message.Contents.Any(content => content is not FunctionResultContent))
                return true;
            if (message.Role == ChatRole.Assistant && message.Contents.Any(content => content is FunctionCallContent))
                return message.Contents.Any(content => content is TextReasoningContent thought && MessagesBlocks.IsWritten(thought));
        }

        return true;
    }
}
