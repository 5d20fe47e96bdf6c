using System.Text.Json;

namespace Tako.Models.Wire.Responses;

/// <summary>An item of an answer's output while it comes to be.</summary>
internal sealed class ResponsesItem(BlockKind kind, string id, int index)
{
    public BlockKind Kind => kind;

    public string Id => id;

    /// <summary>Its place in the output.</summary>
    public int Index => index;

    public List<ResponsesPart> Parts { get; } = [];

    public string CallId { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>A call's arguments.</summary>
    public EscapedText Arguments { get; } = new();

    public string? Seal { get; set; }

    /// <summary>The finished item as the provider told it.</summary>
    public byte[]? Told { get; set; }

    public bool IsDone { get; set; }

    public void Write(Utf8JsonWriter json, string status)
    {
        if (Told is not null)
        {
            json.WriteRawValue(Told, skipInputValidation: true);
            return;
        }

        json.WriteStartObject();
        json.WriteString("id", id);
        switch (kind)
        {
            case BlockKind.Tool:
                json.WriteString("type", "function_call");
                json.WriteString("status", status);
                Arguments.Write(json, "arguments");
                json.WriteString("call_id", CallId);
                json.WriteString("name", Name);
                break;
            case BlockKind.Thought or BlockKind.Redacted:
                json.WriteString("type", "reasoning");
                json.WriteStartArray("summary");
                foreach (var part in Parts)
                    part.Write(json);
                json.WriteEndArray();
                if (Seal is not null)
                    json.WriteString("encrypted_content", ThoughtSeal.AsEncrypted(Seal, id));
                break;
            default:
                json.WriteString("type", "message");
                json.WriteString("status", status);
                json.WriteStartArray("content");
                foreach (var part in Parts)
                    part.Write(json);
                json.WriteEndArray();
                json.WriteString("role", "assistant");
                break;
        }

        json.WriteEndObject();
    }
}

/// <summary>A part of a message or of a summary.</summary>
internal sealed class ResponsesPart(BlockKind kind, int index)
{
    public BlockKind Kind => kind;

    public int Index => index;

    public EscapedText Words { get; } = new();

    public List<string> LogProbs { get; } = [];

    /// <summary>All of its words were told in one piece.</summary>
    public bool WordsTold { get; set; }

    public bool IsDone { get; set; }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        switch (kind)
        {
            case BlockKind.Refusal:
                json.WriteString("type", "refusal");
                Words.Write(json, "refusal");
                break;
            case BlockKind.Thought:
                json.WriteString("type", "summary_text");
                Words.Write(json, "text");
                break;
            default:
                json.WriteString("type", "output_text");
                json.WriteStartArray("annotations");
                json.WriteEndArray();
                WriteLogProbs(json);
                Words.Write(json, "text");
                break;
        }

        json.WriteEndObject();
    }

    public void WriteLogProbs(Utf8JsonWriter json)
    {
        json.WritePropertyName("logprobs");
        json.WriteRawValue(LogProbText.Join(LogProbs) ?? "[]");
    }
}
