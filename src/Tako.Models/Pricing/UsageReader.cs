using System.Text.Json;

namespace Tako.Models.Pricing;

/// <summary>Reads a provider's usage block by that provider's own rules of counting.</summary>
public static class UsageReader
{
    /// <summary>What the block says; counts that are missing or no sane numbers stay unknown.</summary>
    /// <param name="usage">The object under <c>usage</c> or <c>usageMetadata</c>.</param>
    /// <param name="format">Whose rules hold.</param>
    /// <param name="tier">The service tier, where it is told beside the block.</param>
    public static ReportedUsage Read(JsonElement usage, UsageFormat format, string? tier = null)
    {
        var read = format switch
        {
            UsageFormat.Chat => Chat(usage),
            UsageFormat.Responses => Responses(usage),
            UsageFormat.Embeddings => new ReportedUsage { Input = usage.Count("prompt_tokens"), Output = 0 },
            UsageFormat.Anthropic => Anthropic(usage),
            UsageFormat.Google => GoogleUsage.Read(usage),
            UsageFormat.Bedrock => Bedrock(usage),
            UsageFormat.Cohere => new ReportedUsage
            {
                Input = usage.Part("billed_units").Count("input_tokens"),
                Output = usage.Part("billed_units").Count("output_tokens"),
            },
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "This format of usage is not known."),
        };
        return tier is null ? read : read with { Tiers = [.. read.Tiers, tier] };
    }

    // Prompt tokens hold the cached ones and completion tokens the reasoning, except that some (xAI) count reasoning beside the
    // completion; their total then says so. Mistral's num_cached_tokens tells of its engine, not of the bill.
    private static ReportedUsage Chat(JsonElement usage)
    {
        var (prompt, completion) = (usage.Part("prompt_tokens_details"), usage.Part("completion_tokens_details"));
        var (input, output, total) = (usage.Count("prompt_tokens"), usage.Count("completion_tokens"), usage.Count("total_tokens"));
        var reasoning = completion.Count("reasoning_tokens") ?? usage.Count("reasoning_tokens");
        if (reasoning > 0 && total == input + output + reasoning)
            output += reasoning;
        return new ReportedUsage
        {
            Input = input,
            Output = output,
            Total = total,
            CacheRead = prompt.Count("cached_tokens") ?? usage.Count("prompt_cache_hit_tokens") ?? usage.Count("cached_tokens"),
            CacheWrite = prompt.Count("cache_write_tokens"),
            Reasoning = reasoning,
            InputBy = By(prompt),
            OutputBy = By(completion),
            Tiers = usage.Words("service_tier"),
        };
    }

    private static ReportedUsage Responses(JsonElement usage)
    {
        var (input, output) = (usage.Part("input_tokens_details"), usage.Part("output_tokens_details"));
        return new ReportedUsage
        {
            Input = usage.Count("input_tokens"),
            Output = usage.Count("output_tokens"),
            Total = usage.Count("total_tokens"),
            CacheRead = input.Count("cached_tokens"),
            CacheWrite = input.Count("cache_write_tokens"),
            Reasoning = output.Count("reasoning_tokens"),
            InputBy = By(input),
            OutputBy = By(output),
            Tiers = usage.Words("service_tier"),
        };
    }

    // Uncached, cache-read and cache-written input are counted apart; thinking is in the output.
    private static ReportedUsage Anthropic(JsonElement usage)
    {
        var lifetimes = usage.Part("cache_creation");
        var (minutes, hour) = (lifetimes.Count("ephemeral_5m_input_tokens"), lifetimes.Count("ephemeral_1h_input_tokens"));
        var written = usage.Count("cache_creation_input_tokens") ?? (minutes is null && hour is null ? null : (minutes ?? 0) + (hour ?? 0));
        var read = usage.Count("cache_read_input_tokens");
        return new ReportedUsage
        {
            Input = usage.Count("input_tokens") + (read ?? 0) + (written ?? 0),
            Output = usage.Count("output_tokens"),
            CacheRead = read,
            CacheWrite = written,
            CacheWriteMinutes = minutes,
            CacheWriteHour = hour,
            Reasoning = usage.Part("output_tokens_details").Count("thinking_tokens"),
            WebSearches = usage.Part("server_tool_use").Count("web_search_requests"),
            Tiers = [.. usage.Words("service_tier"), .. usage.Words("speed"), .. usage.Words("inference_geo")],
        };
    }

    private static ReportedUsage Bedrock(JsonElement usage)
    {
        var (read, written) = (usage.Count("cacheReadInputTokens"), usage.Count("cacheWriteInputTokens"));
        long? hour = null;
        foreach (var detail in usage.Items("cacheDetails").Where(detail => detail.Words("ttl") is ["1h"]))
            hour = (hour ?? 0) + (detail.Count("inputTokens") ?? 0);
        return new ReportedUsage
        {
            Input = usage.Count("inputTokens") + (read ?? 0) + (written ?? 0),
            Output = usage.Count("outputTokens"),
            Total = usage.Count("totalTokens"),
            CacheRead = read,
            CacheWrite = written,
            CacheWriteHour = hour,
        };
    }

    private static Modalities? By(JsonElement details) =>
        Modalities.Of(null, details.Count("audio_tokens"), details.Count("image_tokens"), details.Count("video_tokens"));
}
