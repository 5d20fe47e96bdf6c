using System.Text.Json;
using System.Text.Json.Nodes;
using Tako.Models.Config;
using Tako.Models.Wire;

namespace Tako.Models.Calls;

/// <summary>A turn added to the end of a conversation.</summary>
internal sealed record Turn(string Role, string Text);

/// <summary>Changes a provider's request body: fields set and left out, system text put before, turns added.</summary>
internal static class RequestEdit
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = WireJson.Compact.Encoder, MaxDepth = 256 };

    /// <summary>The body as it is to be; null when it has not the shape that its protocol demands.</summary>
    public static ReadOnlyMemory<byte>? Apply(ReadOnlyMemory<byte> body, WireKind kind, IReadOnlyList<ChangeConfig> changes,
        IReadOnlyList<Turn> turns)
    {
        try
        {
            return Change(body, kind, changes, turns);
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException or InvalidOperationException)
        {
            // The second is System.Text.Json's word for a field that is named twice, the third for a value of another kind.
            return null;
        }
    }

    private static byte[] Change(ReadOnlyMemory<byte> body, WireKind kind, IReadOnlyList<ChangeConfig> changes,
        IReadOnlyList<Turn> turns)
    {
        var root = JsonNode.Parse(body.Span, documentOptions: new JsonDocumentOptions { MaxDepth = 256 })!.AsObject();
        foreach (var change in changes)
        {
            foreach (var name in change.Drop)
                root.Remove(name);
            foreach (var (name, value) in change.Set)
                root[name] = JsonNode.Parse(value);
            if (change.Prepend is { } text)
                Prepend(root, kind, text);
        }

        Add(root, kind, turns);
        return JsonSerializer.SerializeToUtf8Bytes(root, Compact);
    }

    private static void Prepend(JsonObject root, WireKind kind, string text)
    {
        switch (kind)
        {
            case WireKind.Chat:
                Messages(root, "messages").Insert(0, new JsonObject { ["role"] = "system", ["content"] = text });
                break;
            case WireKind.Responses:
                root["instructions"] = Joined(text, root["instructions"]);
                break;
            case WireKind.Messages when root["system"] is JsonArray parts:
                parts.Insert(0, new JsonObject { ["type"] = "text", ["text"] = text });
                break;
            case WireKind.Messages:
                root["system"] = Joined(text, root["system"]);
                break;
        }
    }

    private static string Joined(string text, JsonNode? more) =>
        more is JsonValue value && value.TryGetValue<string>(out var rest) ? $"{text}\n\n{rest}" : text;

    private static void Add(JsonObject root, WireKind kind, IReadOnlyList<Turn> turns)
    {
        if (turns.Count == 0)
            return;
        var messages = Messages(root, kind == WireKind.Responses ? "input" : "messages");
        foreach (var turn in turns)
            messages.Add(new JsonObject { ["role"] = turn.Role, ["content"] = turn.Text });
    }

    // Responses take a text alone for the one message of a user.
    private static JsonArray Messages(JsonObject root, string name)
    {
        if (root[name] is JsonArray list)
            return list;
        var messages = new JsonArray();
        if (root[name] is JsonValue value && value.TryGetValue<string>(out var text))
            messages.Add(new JsonObject { ["role"] = "user", ["content"] = text });
        root[name] = messages;
        return messages;
    }
}
