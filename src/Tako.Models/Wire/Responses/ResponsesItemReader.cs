using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Tako.Models.Wire.Responses;

/// <summary>Understands the items of a Responses input. What a model said in one turn is several items here and one message
/// there: thoughts, words and calls that follow each other are put together.</summary>
internal static class ResponsesItemReader
{
    public static void Read(AskNode root, List<ChatMessage> messages)
    {
        foreach (var item in root.Objects("input"))
        {
            switch (item.Text("type") ?? (item.Has("role") ? "message" : item.Needs("type")))
            {
                case "message":
                    ReadMessage(item, messages);
                    break;
                case "reasoning":
                    ReadThought(item, messages);
                    break;
                case "function_call":
                    item.LoseOthers("type", "id", "status", "call_id", "name", "arguments");
                    var call = ToolJson.Call(item.Needs("call_id"), item.Needs("name"), item.Text("arguments") ?? "");
                    Turn(messages).Contents.Add(call);
                    break;
                case "function_call_output":
                    ReadResult(item, messages);
                    break;
                case { Length: > 0 }:
                    item.Lose("type");
                    break;
            }
        }
    }

    private static ChatMessage Turn(List<ChatMessage> messages)
    {
        if (messages.Count == 0 || messages[^1].Role != ChatRole.Assistant)
            messages.Add(new ChatMessage(ChatRole.Assistant, []));
        return messages[^1];
    }

    private static void ReadMessage(AskNode item, List<ChatMessage> messages)
    {
        item.LoseOthers("type", "role", "content", "id", "status");
        var role = item.Needs("role");
        if (role.Length > 0 && role is not ("system" or "developer" or "user" or "assistant"))
            item.Fault("role", "must be system, developer, user or assistant");
        else if (role == "assistant")
        {
            foreach (var content in Contents(item, "content"))
                Turn(messages).Contents.Add(content);
        }
        else if (role.Length > 0)
            messages.Add(new ChatMessage(new ChatRole(role), Contents(item, "content")));
    }

    private static void ReadThought(AskNode item, List<ChatMessage> messages)
    {
        item.LoseOthers("type", "id", "status", "summary", "content", "encrypted_content");
        var words = new List<string>();
        foreach (var part in item.Objects("summary").Concat(item.Objects("content")))
            words.Add(part.Needs("text"));
        var sealedThought = item.Text("encrypted_content");
        var seal = sealedThought is { Length: > 0 } ? ThoughtSeal.OfEncrypted(item.Text("id"), sealedThought) : null;
        if (ThoughtSeal.TryItem(seal, out _, out _))
            item.Lose("encrypted_content");
        Turn(messages).Contents.Add(new TextReasoningContent(string.Join("\n\n", words)) { ProtectedData = seal });
    }

    private static void ReadResult(AskNode item, List<ChatMessage> messages)
    {
        item.LoseOthers("type", "id", "status", "call_id", "output");
        var contents = Contents(item, "output");
        object output = contents.All(content => content is TextContent)
            ? string.Concat(contents.Cast<TextContent>().Select(content => content.Text))
            : contents;
        messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(item.Needs("call_id"), output)]));
    }

    private static List<AIContent> Contents(AskNode item, string name)
    {
        var content = item.Any(name);
        if (content.ValueKind == JsonValueKind.String)
            return [new TextContent(content.GetString())];
        List<AIContent> contents = [];
        if (content.ValueKind != JsonValueKind.Array)
        {
            item.Fault(name, item.Has(name) ? "must be a string or a list of parts" : "is missing");
            return contents;
        }

        foreach (var part in item.Objects(name))
        {
            if (Part(part, isResult: name == "output") is { } read)
                contents.Add(read);
        }

        return contents;
    }

    private static AIContent? Part(AskNode part, bool isResult)
    {
        switch (part.Needs("type"))
        {
            case "input_text" or "output_text" or "text":
                part.LoseOthers("type", "text");
                return new TextContent(part.Needs("text"));
            case "refusal":
                return new TextContent(part.Needs("refusal"));
            case "input_image" when part.Has("file_id"):
                part.Reading.Lose(part.At(isResult ? "file_id" : "image_file_id"), part.Any("file_id"));
                return new HostedFileContent(part.Needs("file_id")) { MediaType = "image/*" };
            case "input_image":
                part.Lose("detail");
                if (isResult)
                    part.Lose("image_url");
                return AskParts.Linked(part, "image_url")?.WithDetail(part.Text("detail"));
            case "input_file" when part.Has("file_id"):
                part.Lose("file_id");
                return new HostedFileContent(part.Needs("file_id"));
            case "input_file" when part.Has("file_url"):
                part.Lose("file_url");
                return AskParts.Linked(part, "file_url", "application/pdf");
            case "input_file":
                if (isResult)
                    part.Lose("file_data");
                return AskParts.Encoded(part, "file_data", "application/pdf", part.Text("filename"));
            case { Length: > 0 }:
                part.Lose("type");
                return null;
            default:
                return null;
        }
    }
}
