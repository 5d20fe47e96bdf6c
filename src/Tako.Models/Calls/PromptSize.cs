using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Models.Pricing;
using Tako.Models.Wire;

namespace Tako.Models.Calls;

/// <summary>An upper bound of a prompt's tokens that needs no tokenizer: its UTF-8 bytes, roles and tool schemas
/// included.</summary>
public static class PromptSize
{
    // Providers wrap each message and tool in a few tokens of their own.
    private const int BytesPerMessage = 16;
    private const int BytesPerTool = 64;
    private const int TokensPerMessage = 4;
    private const int TokensPerFile = 1000;

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

    /// <summary>A guess at the prompt's tokens instead of a bound; a picture counts as a thousand.</summary>
    internal static long Tokens(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var text = new StringBuilder(options?.Instructions);
        var more = 0L;
        foreach (var message in messages)
        {
            more += TokensPerMessage;
            foreach (var content in message.Contents)
            {
                if (content is DataContent or UriContent)
                    more += TokensPerFile;
                else if (content is FunctionCallContent call)
                    text.Append(call.Name).Append(' ').Append(JsonSerializer.Serialize(call.Arguments, ToolJson.Options)).Append('\n');
                else if (content is FunctionResultContent result)
                    text.Append(ToolResult.Text(result)).Append('\n');
                else if (content is TextContent said)
                    text.Append(said.Text).Append('\n');
            }
        }

        foreach (var tool in options?.Tools ?? [])
        {
            text.Append(tool.Name).Append(' ').Append(tool.Description).Append('\n');
            if (tool is AIFunctionDeclaration function)
                text.Append(function.JsonSchema.GetRawText()).Append('\n');
        }

        return more + TokenEstimate.OfText(text.ToString());
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
