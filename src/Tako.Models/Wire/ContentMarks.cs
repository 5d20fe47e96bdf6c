using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Tako.Models.Wire;

/// <summary>What protocols say about a piece of content that the content types have no property for.</summary>
internal static class ContentMarks
{
    private const string DetailKey = "tako.detail";
    private const string CacheKey = "tako.cache_control";

    /// <summary>How closely a picture is to be looked at: <c>low</c>, <c>high</c>, <c>auto</c>.</summary>
    public static string? Detail(AIContent content) =>
        content.AdditionalProperties?.TryGetValue(DetailKey, out string? detail) == true ? detail : null;

    public static T WithDetail<T>(this T content, string? detail) where T : AIContent
    {
        if (detail is not null)
            (content.AdditionalProperties ??= [])[DetailKey] = detail;
        return content;
    }

    /// <summary>Anthropic's mark of where a prompt's cached part ends.</summary>
    public static JsonElement? Cache(AIContent content) =>
        content.AdditionalProperties?.TryGetValue(CacheKey, out JsonElement mark) == true ? mark : null;

    public static T WithCache<T>(this T content, JsonElement mark) where T : AIContent
    {
        if (mark.ValueKind == JsonValueKind.Object)
            (content.AdditionalProperties ??= [])[CacheKey] = mark.Clone();
        return content;
    }
}
