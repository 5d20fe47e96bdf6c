using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Tako.Models.Wire.Messages;

/// <summary>Understands the turns of a Messages request and the blocks in them.</summary>
internal static class MessagesBlockReader
{
    public static void Read(AskNode turn, List<ChatMessage> messages)
    {
        turn.LoseOthers("role", "content");
        var role = turn.Needs("role");
        if (role.Length > 0 && role is not ("user" or "assistant" or "system"))
        {
            turn.Fault("role", "must be user or assistant");
            return;
        }

        var contents = Contents(turn);
        // The results of tools are messages of their own in the other protocols.
        var results = contents.FindAll(content => content is FunctionResultContent);
        if (results.Count > 0)
            messages.Add(new ChatMessage(ChatRole.Tool, results));
        contents.RemoveAll(content => content is FunctionResultContent);
        if (contents.Count > 0)
            messages.Add(new ChatMessage(new ChatRole(role.Length > 0 ? role : "user"), contents));
    }

    private static List<AIContent> Contents(AskNode turn)
    {
        var content = turn.Any("content");
        if (content.ValueKind == JsonValueKind.String)
            return [new TextContent(content.GetString())];
        List<AIContent> contents = [];
        if (content.ValueKind != JsonValueKind.Array)
        {
            turn.Fault("content", turn.Has("content") ? "must be a string or a list of blocks" : "is missing");
            return contents;
        }

        foreach (var block in turn.Objects("content"))
        {
            if (Block(block) is { } read)
                contents.Add(read.WithCache(block.Any("cache_control")));
            block.Lose("cache_control");
        }

        return contents;
    }

    private static AIContent? Block(AskNode block)
    {
        switch (block.Needs("type"))
        {
            case "thinking":
                block.Lose("signature");
                return new TextReasoningContent(block.Text("thinking") ?? "") { ProtectedData = block.Needs("signature") };
            case "redacted_thinking":
                block.Lose("data");
                return new TextReasoningContent("") { ProtectedData = ThoughtSeal.OfRedacted(block.Needs("data")) };
            case "tool_use":
                var input = block.Object("input")?.Element.GetRawText();
                if (!block.Has("input"))
                    block.Fault("input", "is missing");
                return ToolJson.Call(block.Needs("id"), block.Needs("name"), input ?? "{}");
            case "tool_result":
                return Result(block);
            default:
                return Media(block, isResult: false);
        }
    }

    private static FunctionResultContent Result(AskNode block)
    {
        block.Lose("is_error");
        object output = "";
        var content = block.Any("content");
        if (content.ValueKind == JsonValueKind.String)
            output = content.GetString()!;
        else if (content.ValueKind == JsonValueKind.Array)
        {
            List<AIContent> parts = [];
            foreach (var part in block.Objects("content"))
            {
                if (Media(part, isResult: true) is { } read)
                    parts.Add(read.WithCache(part.Any("cache_control")));
                part.Lose("cache_control");
            }

            output = parts.All(part => part is TextContent)
                ? string.Concat(parts.Cast<TextContent>().Select(part => part.Text))
                : parts;
        }
        else if (content.ValueKind != JsonValueKind.Undefined)
            block.Fault("content", "must be a string or a list of blocks");

        var result = new FunctionResultContent(block.Needs("tool_use_id"), output);
        if (block.Flag("is_error") == true)
            result.Exception = new InvalidOperationException("The client says that the tool failed.");
        return result;
    }

    private static AIContent? Media(AskNode block, bool isResult)
    {
        switch (block.Needs("type"))
        {
            case "text":
                block.Lose("citations");
                return new TextContent(block.Needs("text"));
            case "image" or "document" when block.Object("source") is { } source:
                var isPicture = block.Text("type") == "image";
                if (isResult)
                    block.Lose("source");
                block.LoseOthers("type", "source", "cache_control");
                return Source(source, isPicture, block.Text("title"), isResult);
            case "image" or "document":
                if (!block.Has("source"))
                    block.Fault("source", "is missing");
                return null;
            case { Length: > 0 }:
                block.Lose("type");
                return null;
            default:
                return null;
        }
    }

    private static AIContent? Source(AskNode source, bool isPicture, string? title, bool isResult)
    {
        switch (source.Needs("type"))
        {
            case "base64":
                return AskParts.Encoded(source, "data", source.Needs("media_type"), title);
            case "url":
                if (!isPicture && !isResult)
                    source.Reading.Lose(source.At("document_url"), source.Any("url"));
                return AskParts.Linked(source, "url", isPicture ? "image/*" : "application/pdf");
            case "text" when !isPicture:
                return new DataContent(System.Text.Encoding.UTF8.GetBytes(source.Needs("data")), "text/plain") { Name = title };
            case "file" or "content":
                source.Lose("type");
                return null;
            case { Length: > 0 }:
                source.Fault("type", "must be base64, url, text, file or content");
                return null;
            default:
                return null;
        }
    }
}
