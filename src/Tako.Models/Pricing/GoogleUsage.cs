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
            InputBy = Modalities.Sum(Modalities.Sum(By(usage, "promptTokensDetails"), By(usage, "promptTokenDetails")), toolBy),
            CachedBy = By(usage, "cacheTokensDetails"),
            OutputBy = By(usage, "candidatesTokensDetails"),
            ToolBy = toolBy,
            Tiers = [.. usage.Words("serviceTier"), .. Traffic(usage)],
        };
    }

    // Documents are counted as pictures.
    private static Modalities? By(JsonElement usage, string name)
    {
        Modalities? sum = null;
        foreach (var item in usage.Items(name))
        {
            var count = item.Count("tokenCount");
            sum = Modalities.Sum(sum, item.Words("modality") switch
            {
                ["TEXT"] => Modalities.Of(count, null, null, null),
                ["AUDIO"] => Modalities.Of(null, count, null, null),
                ["IMAGE"] or ["DOCUMENT"] => Modalities.Of(null, null, count, null),
                ["VIDEO"] => Modalities.Of(null, null, null, count),
                _ => null,
            });
        }

        return sum;
    }

    private static IEnumerable<string> Traffic(JsonElement usage) => usage.Words("trafficType").Select(type =>
        type switch { "ON_DEMAND_FLEX" => "flex", "ON_DEMAND_PRIORITY" => "priority", _ => type });
}
