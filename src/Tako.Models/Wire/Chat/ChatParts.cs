using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Tako.Models.Wire.Chat;

/// <summary>Writes the parts of a message that is more than text.</summary>
internal static class ChatParts
{
    public static bool IsMedia(AIContent content) => content is DataContent or UriContent or HostedFileContent;

    public static void Write(Utf8JsonWriter json, AIContent content)
    {
        switch (content)
        {
            case TextContent text:
                WriteText(json, text.Text);
                break;
            case DataContent plain when plain.HasTopLevelMediaType("text"):
                WriteText(json, Encoding.UTF8.GetString(plain.Data.Span));
                break;
            case DataContent sound when sound.HasTopLevelMediaType("audio"):
                Start(json, "input_audio");
                json.WriteBase64String("data", sound.Data.Span);
                json.WriteString("format", sound.MediaType is "audio/mpeg" or "audio/mp3" ? "mp3" : "wav");
                End(json);
                break;
            case DataContent document when !document.HasTopLevelMediaType("image"):
                Start(json, "file");
                json.WriteString("filename", document.Name ?? "document.pdf");
                json.WriteString("file_data", document.Uri);
                End(json);
                break;
            case HostedFileContent file:
                Start(json, "file");
                json.WriteString("file_id", file.FileId);
                End(json);
                break;
            case DataContent or UriContent:
                Start(json, "image_url");
                json.WriteString("url", content is DataContent data ? data.Uri : ((UriContent)content).Uri.AbsoluteUri);
                WireText.Optional(json, "detail", ContentMarks.Detail(content));
                End(json);
                break;
        }
    }

    private static void WriteText(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static void Start(Utf8JsonWriter json, string type)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteStartObject(type);
    }

    private static void End(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
