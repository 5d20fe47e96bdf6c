using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Tako.Models.Wire.Responses;

/// <summary>Writes a message as the items of a Responses input.</summary>
internal static class ResponsesInput
{
    public static void Write(Utf8JsonWriter json, ChatMessage message)
    {
        var open = false;
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case TextReasoningContent thought when ThoughtSeal.TryItem(thought.ProtectedData, out var id, out var encrypted):
                    Close();
                    WriteThought(json, thought.Text, id, encrypted);
                    break;
                case FunctionCallContent call:
                    Close();
                    WriteCall(json, call);
                    break;
                case FunctionResultContent result:
                    Close();
                    WriteResult(json, result);
                    break;
                case TextContent or DataContent or UriContent or HostedFileContent:
                    Open();
                    WritePart(json, content, message.Role == ChatRole.Assistant);
                    break;
            }
        }

        Close();

        void Open()
        {
            if (open)
                return;
            open = true;
            json.WriteStartObject();
            json.WriteString("type", "message");
            json.WriteString("role", message.Role == ChatRole.Tool ? "user" : message.Role.Value);
            json.WriteStartArray("content");
        }

        void Close()
        {
            if (!open)
                return;
            open = false;
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    public static void WriteText(Utf8JsonWriter json, string role, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", "message");
        json.WriteString("role", role);
        json.WriteString("content", text);
        json.WriteEndObject();
    }

    private static void WriteThought(Utf8JsonWriter json, string text, string id, string encrypted)
    {
        json.WriteStartObject();
        json.WriteString("type", "reasoning");
        if (id.Length > 0)
            json.WriteString("id", id);
        json.WriteStartArray("summary");
        if (text.Length > 0)
        {
            json.WriteStartObject();
            json.WriteString("type", "summary_text");
            json.WriteString("text", text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("encrypted_content", encrypted);
        json.WriteEndObject();
    }

    private static void WriteCall(Utf8JsonWriter json, FunctionCallContent call)
    {
        json.WriteStartObject();
        json.WriteString("type", "function_call");
        json.WriteString("call_id", call.CallId);
        json.WriteString("name", call.Name);
        json.WriteString("arguments", ToolJson.Arguments(call));
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, FunctionResultContent result)
    {
        json.WriteStartObject();
        json.WriteString("type", "function_call_output");
        json.WriteString("call_id", result.CallId);
        if (ToolResult.Parts(result) is { } parts)
        {
            json.WriteStartArray("output");
            foreach (var part in parts)
                WritePart(json, part, isAnswer: false);
            json.WriteEndArray();
        }
        else
        {
            json.WriteString("output", ToolResult.Text(result));
        }

        json.WriteEndObject();
    }

    private static void WritePart(Utf8JsonWriter json, AIContent content, bool isAnswer)
    {
        json.WriteStartObject();
        switch (content)
        {
            case TextContent text:
                json.WriteString("type", isAnswer ? "output_text" : "input_text");
                json.WriteString("text", text.Text);
                break;
            case DataContent data when data.HasTopLevelMediaType("image"):
                json.WriteString("type", "input_image");
                json.WriteString("image_url", data.Uri);
                WriteDetail(json, data);
                break;
            case DataContent data:
                json.WriteString("type", "input_file");
                json.WriteString("filename", data.Name ?? "document.pdf");
                json.WriteString("file_data", data.Uri);
                break;
            case UriContent uri when uri.HasTopLevelMediaType("image"):
                json.WriteString("type", "input_image");
                json.WriteString("image_url", uri.Uri.AbsoluteUri);
                WriteDetail(json, uri);
                break;
            case UriContent uri:
                json.WriteString("type", "input_file");
                json.WriteString("file_url", uri.Uri.AbsoluteUri);
                break;
            case HostedFileContent file when file.HasTopLevelMediaType("image"):
                json.WriteString("type", "input_image");
                json.WriteString("file_id", file.FileId);
                WriteDetail(json, file);
                break;
            case HostedFileContent file:
                json.WriteString("type", "input_file");
                json.WriteString("file_id", file.FileId);
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteDetail(Utf8JsonWriter json, AIContent picture) =>
        json.WriteString("detail", ContentMarks.Detail(picture) ?? "auto");
}
