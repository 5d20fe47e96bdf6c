using System.Text.Json;

namespace Tako.Models.Pricing;

/// <summary>Google's way of counting: thoughts are beside the candidates, tool results beside the prompt, cached content in
/// it, and a count that is zero is left out.</summary>
internal static class GoogleUsage
{
    public static ReportedUsage Read(JsonElement usage)
    {
        var (prompt, tool) = (usage.Count("promptTokenCount"), usage.Count("toolUsePromptTokenCount"));
        var (candidates, thoughts) = (usage.Count("candidatesTokenCount"), usage.Count("thoughtsTokenCount"));
        var total = usage.Count("totalTokenCount");
        var toolBy = By(usage, "toolUsePromptTokensDetails");
        return new ReportedUsage
        {
            Input = prompt + (tool ?? 0),
            Output = candidates is null && thoughts is null ? total - prompt - (tool ?? 0) : (candidates ?? 0) + (thoughts ?? 0),
            Total = total,
            CacheRead = usage.Count("cachedContentTokenCount"),
            Reasoning = thoughts,
            ToolInput = tool,
            InputBy = By(usage, "promptTokensDetails").With(By(usage, "promptTokenDetails")).With(toolBy),
            CachedBy = By(usage, "cacheTokensDetails"),
            OutputBy = By(usage, "candidatesTokensDetails"),
            ToolBy = toolBy,
            Tiers = [.. usage.Words("serviceTier"), .. Traffic(usage)],
        };
    }

    // Documents are counted as pictures.
    private static Modalities By(JsonElement usage, string name)
    {
        var sum = default(Modalities);
        foreach (var item in usage.Items(name))
        {
            var count = item.Count("tokenCount");
            sum = sum.With(item.Words("modality") switch
            {
                ["TEXT"] => new(count, null, null, null),
                ["AUDIO"] => new(null, count, null, null),
                ["IMAGE"] or ["DOCUMENT"] => new(null, null, count, null),
                ["VIDEO"] => new(null, null, null, count),
                _ => default,
            });
        }

        return sum;
    }

    private static IEnumerable<string> Traffic(JsonElement usage) => usage.Words("trafficType").Select(type =>
        type switch { "ON_DEMAND_FLEX" => "flex", "ON_DEMAND_PRIORITY" => "priority", _ => type });
}
