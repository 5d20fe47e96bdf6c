using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Tako.Tools;

/// <summary>Reads a tool's arguments, which a model wrote.</summary>
internal static class ToolArguments
{
    public static JsonElement Parse([StringSyntax(StringSyntaxAttribute.Json)] string json) => JsonDocument.Parse(json).RootElement.Clone();

    public static string? Text(this JsonElement arguments, string name) =>
        arguments.ValueKind == JsonValueKind.Object && arguments.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    public static int? Number(this JsonElement arguments, string name) =>
        arguments.ValueKind == JsonValueKind.Object && arguments.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : null;

    public static IReadOnlyList<string>? Texts(this JsonElement arguments, string name) =>
        arguments.ValueKind == JsonValueKind.Object && arguments.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Array
        && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
            : null;
}
