using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Models.Wire;

namespace Tako.Models.Calls;

/// <summary>An upper bound of a prompt's tokens that needs no tokenizer: its UTF-8 bytes, roles and tool schemas
/// included.</summary>
public static class PromptSize
{
    // Providers wrap each message and tool in a few tokens of their own.
    private const int BytesPerMessage = 16;
    private const int BytesPerTool = 64;

    public static long Bytes(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var bytes = Count(options?.Instructions);
        foreach (var message in messages)
        {
            bytes += BytesPerMessage + message.Contents.Sum(Count);
        }

        foreach (var tool in options?.Tools ?? [])
        {
            bytes += BytesPerTool + Count(tool.Name) + Count(tool.Description);
            if (tool is AIFunctionDeclaration function)
                bytes += Count(function.JsonSchema.GetRawText());
        }

        if (options?.ResponseFormat is ChatResponseFormatJson { Schema: { } schema })
            bytes += BytesPerTool + Count(schema.GetRawText());
        return bytes;
    }

    private static long Count(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);

    private static long Count(AIContent content) => content switch
    {
        TextContent text => Count(text.Text),
        TextReasoningContent reasoning => Count(reasoning.Text) + Count(reasoning.ProtectedData),
        FunctionCallContent call => Count(call.CallId) + Count(call.Name)
            + (call.Arguments is { Count: > 0 } given
                ? JsonSerializer.SerializeToUtf8Bytes(given, ToolJson.Options).Length : 2),
        FunctionResultContent result => Count(result.CallId) + Count(ToolResult.Text(result)),
        DataContent binary => binary.Data.Length,
        _ => 0,
    };
}
