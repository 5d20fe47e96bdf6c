using System.Text.Json;

namespace Tako.Eval.Failover.Provider;

/// <summary>What a request asks of the provider, read from any of the three protocols.</summary>
internal sealed record AskedFor
{
    public required Surface Wire { get; init; }

    public required string Model { get; init; }

    public required bool Streams { get; init; }

    /// <summary>Chat completions report usage in a stream only when asked to; the others always do.</summary>
    public required bool UsageAsked { get; init; }

    /// <summary>Roles and texts, in order; system prompts are left out.</summary>
    public required IReadOnlyList<(string Role, string Text)> Messages { get; init; }

    public required IReadOnlyList<string> Tools { get; init; }

    public required int? MostTokens { get; init; }

    public bool EndsWithAssistant => Messages is [.., ("assistant", { Length: > 0 })];

    /// <summary>Words of all messages: what this provider counts as input tokens.</summary>
    public int Words => Messages.Sum(message => message.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length);

    /// <summary>Null when the body is no request.</summary>
    public static AskedFor? Read(Surface wire, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "model") is not { } model)
                return null;
            var streams = root.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True;
            return new AskedFor
            {
                Wire = wire,
                Model = model,
                Streams = streams,
                UsageAsked = wire != Surface.Chat || (root.TryGetProperty("stream_options", out var options)
                    && options.ValueKind == JsonValueKind.Object
                    && options.TryGetProperty("include_usage", out var usage) && usage.ValueKind == JsonValueKind.True),
                Messages = [.. ReadMessages(root, wire == Surface.Responses ? "input" : "messages")],
                Tools = [.. Items(root, "tools").Select(Name).OfType<string>()],
                MostTokens = Number(root, "max_tokens") ?? Number(root, "max_completion_tokens") ?? Number(root, "max_output_tokens"),
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<(string, string)> ReadMessages(JsonElement root, string name)
    {
        if (Text(root, name) is { } alone)
            yield return ("user", alone);
        foreach (var message in Items(root, name))
        {
            if (Text(message, "role") is { } role and not ("system" or "developer"))
                yield return (role, Content(message));
        }
    }

    private static string Content(JsonElement message) => Text(message, "content")
        ?? string.Concat(Items(message, "content").Select(part => Text(part, "text")));

    private static string? Name(JsonElement tool) =>
        Text(tool, "name") ?? (tool.TryGetProperty("function", out var function) ? Text(function, "name") : null);

    private static IEnumerable<JsonElement> Items(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : [];

    private static int? Number(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : null;

    private static string? Text(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
