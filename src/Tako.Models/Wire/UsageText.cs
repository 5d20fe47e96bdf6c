using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Models.Pricing;

namespace Tako.Models.Wire;

/// <summary>Tells what was used in each protocol's way of counting. What a protocol demands and nobody reported is 0 there.</summary>
internal static class UsageText
{
    /// <summary>The cached input is a part of the prompt, reasoning a part of the completion.</summary>
    public static void WriteChat(Utf8JsonWriter json, UsageDetails details)
    {
        var usage = ReportedUsage.Of(details);
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", usage.Input ?? 0);
        json.WriteNumber("completion_tokens", usage.Output ?? 0);
        json.WriteNumber("total_tokens", usage.Total ?? (usage.Input ?? 0) + (usage.Output ?? 0));
        if ((usage.CacheRead ?? usage.CacheWrite ?? usage.InputBy?.Audio) is not null)
        {
            json.WriteStartObject("prompt_tokens_details");
            Known(json, "cached_tokens", usage.CacheRead);
            Known(json, "cache_write_tokens", usage.CacheWrite);
            Known(json, "audio_tokens", usage.InputBy?.Audio);
            json.WriteEndObject();
        }

        if ((usage.Reasoning ?? usage.OutputBy?.Audio) is not null)
        {
            json.WriteStartObject("completion_tokens_details");
            Known(json, "reasoning_tokens", usage.Reasoning);
            Known(json, "audio_tokens", usage.OutputBy?.Audio);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    public static void WriteResponses(Utf8JsonWriter json, UsageDetails? details)
    {
        if (details is null)
        {
            json.WriteNull("usage");
            return;
        }

        var usage = ReportedUsage.Of(details);
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", usage.Input ?? 0);
        json.WriteStartObject("input_tokens_details");
        json.WriteNumber("cached_tokens", usage.CacheRead ?? 0);
        Known(json, "cache_write_tokens", usage.CacheWrite);
        json.WriteEndObject();
        json.WriteNumber("output_tokens", usage.Output ?? 0);
        json.WriteStartObject("output_tokens_details");
        json.WriteNumber("reasoning_tokens", usage.Reasoning ?? 0);
        json.WriteEndObject();
        json.WriteNumber("total_tokens", usage.Total ?? (usage.Input ?? 0) + (usage.Output ?? 0));
        json.WriteEndObject();
    }

    /// <summary>Input that was read from or written to the cache is counted apart.</summary>
    public static void WriteMessages(Utf8JsonWriter json, UsageDetails? details)
    {
        var usage = details is null ? new ReportedUsage() : ReportedUsage.Of(details);
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", Math.Max(0, (usage.Input ?? 0) - (usage.CacheRead ?? 0) - (usage.CacheWrite ?? 0)));
        json.WriteNumber("cache_creation_input_tokens", usage.CacheWrite ?? 0);
        json.WriteNumber("cache_read_input_tokens", usage.CacheRead ?? 0);
        if (usage.CacheWriteHour is { } hour)
        {
            json.WriteStartObject("cache_creation");
            json.WriteNumber("ephemeral_5m_input_tokens", Math.Max(0, (usage.CacheWrite ?? hour) - hour));
            json.WriteNumber("ephemeral_1h_input_tokens", hour);
            json.WriteEndObject();
        }

        json.WriteNumber("output_tokens", usage.Output ?? 0);
        if (usage.Reasoning is { } reasoning)
        {
            json.WriteStartObject("output_tokens_details");
            json.WriteNumber("thinking_tokens", reasoning);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Known(Utf8JsonWriter json, string name, long? count)
    {
        if (count is { } known)
            json.WriteNumber(name, known);
    }
}
