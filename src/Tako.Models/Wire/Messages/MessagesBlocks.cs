using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Tako.Models.Wire.Messages;

/// <summary>Writes the blocks of a turn.</summary>
internal static class MessagesBlocks
{
    public static bool IsWritten(AIContent content) => content switch
    {
        TextContent text => text.Text.Length > 0,
        TextReasoningContent { ProtectedData: var seal } => ThoughtSeal.IsSignature(seal) || ThoughtSeal.TryRedacted(seal, out _),
        FunctionCallContent or FunctionResultContent or DataContent or UriContent => true,
        _ => false,
    };

    public static void Write(Utf8JsonWriter json, AIContent content)
    {
        json.WriteStartObject();
        switch (content)
        {
            case TextContent text:
                json.WriteString("type", "text");
                json.WriteString("text", text.Text);
                break;
            case TextReasoningContent thought when ThoughtSeal.TryRedacted(thought.ProtectedData, out var sealedThought):
                json.WriteString("type", "redacted_thinking");
                json.WriteString("data", sealedThought);
                break;
            case TextReasoningContent thought:
                json.WriteString("type", "thinking");
                json.WriteString("thinking", thought.Text);
                json.WriteString("signature", thought.ProtectedData);
                break;
            case FunctionCallContent call:
                json.WriteString("type", "tool_use");
                json.WriteString("id", call.CallId);
                json.WriteString("name", call.Name);
                json.WritePropertyName("input");
                WriteInput(json, call);
                break;
            case FunctionResultContent result:
                WriteResult(json, result);
                break;
            default:
                WriteMedia(json, content);
                break;
        }

        WireText.Optional(json, "cache_control", ContentMarks.Cache(content));
        json.WriteEndObject();
    }

    // Here arguments must be an object. What is none is shown as it was written, so that the model can see its mistake.
    private static void WriteInput(Utf8JsonWriter json, FunctionCallContent call)
    {
        if (call.Exception is not null && call.RawRepresentation is ArgumentText broken)
        {
            json.WriteStartObject();
            json.WriteString("invalid_arguments", broken.Json);
            json.WriteEndObject();
        }
        else if (call.RawRepresentation is ArgumentText { Json.Length: > 0 } written && call.Arguments is { Count: > 0 })
            json.WriteRawValue(written.Json);
        else
            JsonSerializer.Serialize(json, call.Arguments ?? new Dictionary<string, object?>(), ToolJson.Options);
    }

    private static void WriteResult(Utf8JsonWriter json, FunctionResultContent result)
    {
        json.WriteString("type", "tool_result");
        json.WriteString("tool_use_id", result.CallId);
        if (ToolResult.Parts(result) is { } parts)
        {
            json.WriteStartArray("content");
            foreach (var part in parts.Where(IsWritten))
                Write(json, part);
            json.WriteEndArray();
        }
        else
        {
            json.WriteString("content", ToolResult.Text(result));
        }

        if (result.Exception is not null)
            json.WriteBoolean("is_error", true);
    }

    private static void WriteMedia(Utf8JsonWriter json, AIContent content)
    {
        var isPicture = content is DataContent data ? data.HasTopLevelMediaType("image")
            : content is not UriContent uri || uri.HasTopLevelMediaType("image");
        json.WriteString("type", isPicture ? "image" : "document");
        json.WriteStartObject("source");
        switch (content)
        {
            case DataContent plain when plain.HasTopLevelMediaType("text"):
                json.WriteString("type", "text");
                json.WriteString("media_type", "text/plain");
                json.WriteString("data", Encoding.UTF8.GetString(plain.Data.Span));
                break;
            case DataContent held:
                json.WriteString("type", "base64");
                json.WriteString("media_type", held.MediaType);
                json.WriteBase64String("data", held.Data.Span);
                break;
            case UriContent linked:
                json.WriteString("type", "url");
                json.WriteString("url", linked.Uri.AbsoluteUri);
                break;
        }

        json.WriteEndObject();
        if (!isPicture)
            WireText.Optional(json, "title", (content as DataContent)?.Name);
    }
}
