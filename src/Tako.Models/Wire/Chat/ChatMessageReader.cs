using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Tako.Models.Wire.Chat;

/// <summary>Understands the messages of a chat completions request.</summary>
internal static class ChatMessageReader
{
    public static void Read(AskNode message, List<ChatMessage> messages)
    {
        var role = message.Needs("role");
        switch (role)
        {
            case "system" or "developer" or "user":
                message.LoseOthers("role", "content");
                messages.Add(Message(message, new ChatRole(role), Contents(message, isNeeded: true)));
                break;
            case "assistant":
                message.LoseOthers("role", "content", "refusal", "tool_calls");
                messages.Add(Message(message, ChatRole.Assistant, Answer(message)));
                break;
            case "tool":
                message.LoseOthers("role", "content", "tool_call_id");
                var result = new FunctionResultContent(message.Needs("tool_call_id"), Result(Contents(message, isNeeded: true)));
                messages.Add(Message(message, ChatRole.Tool, [result]));
                break;
            case "function":
                message.Lose("role");
                break;
            case { Length: > 0 }:
                message.Fault("role", "must be system, developer, user, assistant or tool");
                break;
        }
    }

    private static ChatMessage Message(AskNode node, ChatRole role, List<AIContent> contents) =>
        new(role, contents) { AuthorName = node.Text("name") };

    private static List<AIContent> Answer(AskNode message)
    {
        List<AIContent> contents = [];
        if (message.Text("reasoning_content") is { Length: > 0 } thought)
            contents.Add(new TextReasoningContent(thought));
        contents.AddRange(Contents(message, isNeeded: false));
        if (message.Text("refusal") is { Length: > 0 } refusal)
            contents.Add(new TextContent(refusal));
        foreach (var call in message.Objects("tool_calls"))
        {
            if (call.Has("type") && call.Text("type") is not "function")
                call.Fault("type", "must be function");
            else if (call.Object("function") is { } function)
                contents.Add(ToolJson.Call(call.Needs("id"), function.Needs("name"), function.Text("arguments") ?? ""));
            else if (!call.Has("function"))
                call.Fault("function", "is missing");
        }

        return contents;
    }

    private static object Result(List<AIContent> contents) =>
        contents.All(content => content is TextContent)
            ? string.Concat(contents.Cast<TextContent>().Select(content => content.Text))
            : contents;

    private static List<AIContent> Contents(AskNode message, bool isNeeded)
    {
        var content = message.Any("content");
        switch (content.ValueKind)
        {
            case JsonValueKind.String:
                return content.GetString() is { Length: > 0 } text || isNeeded ? [new TextContent(content.GetString())] : [];
            case JsonValueKind.Array:
                List<AIContent> contents = [];
                foreach (var part in message.Objects("content"))
                {
                    if (Part(part) is { } read)
                        contents.Add(read);
                }

                return contents;
            case JsonValueKind.Undefined:
                if (isNeeded)
                    message.Fault("content", "is missing");
                return [];
            default:
                message.Fault("content", "must be a string or a list of parts");
                return [];
        }
    }

    private static AIContent? Part(AskNode part)
    {
        switch (part.Needs("type"))
        {
            case "text":
                return new TextContent(part.Needs("text"));
            case "refusal":
                return new TextContent(part.Needs("refusal"));
            case "image_url":
                if (part.Object("image_url") is { } picture)
                {
                    picture.LoseOthers("url");
                    return AskParts.Linked(picture, "url")?.WithDetail(picture.Text("detail"));
                }

                if (!part.Has("image_url"))
                    part.Fault("image_url", "is missing");
                return null;
            case "input_audio":
                part.Lose("input_audio");
                return part.Object("input_audio") is { } sound
                    ? AskParts.Encoded(sound, "data", sound.Needs("format") == "mp3" ? "audio/mpeg" : "audio/wav")
                    : null;
            case "file" when part.Object("file") is { } file:
                if (!file.Has("file_id"))
                    return AskParts.Encoded(file, "file_data", "application/pdf", file.Text("filename"));
                file.Lose("file_id");
                return new HostedFileContent(file.Needs("file_id"));
            case { Length: > 0 }:
                part.Lose("type");
                return null;
            default:
                return null;
        }
    }
}
