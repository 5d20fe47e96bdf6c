using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Tako.Models.Wire;

/// <summary>A tool's result as the text that a model reads.</summary>
internal static class ToolResult
{
    /// <summary>The parts of a result that is more than text, or null.</summary>
    public static IReadOnlyList<AIContent>? Parts(FunctionResultContent result) =>
        result.Result is IEnumerable<AIContent> contents && contents.Any(content => content is not TextContent)
            ? [.. contents.Where(content => content is TextContent or DataContent or UriContent or HostedFileContent)]
            : null;

    public static string Text(FunctionResultContent result) => result.Result switch
    {
        null => result.Exception is { } failed ? $"failed: {failed.Message}" : "",
        string text => text,
        TextContent content => content.Text,
        IEnumerable<AIContent> contents =>
            string.Concat(contents.OfType<TextContent>().Select(content => content.Text)),
        JsonElement { ValueKind: JsonValueKind.String } json => json.GetString()!,
        JsonElement json => json.GetRawText(),
        var other => JsonSerializer.Serialize(other, ToolJson.Options),
    };
}
