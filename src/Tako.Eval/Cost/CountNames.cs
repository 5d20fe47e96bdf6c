using System.Globalization;
using Tako.Models.Pricing;

namespace Tako.Eval.Cost;

/// <summary>Token counts under the names that sets of usage blocks give them.</summary>
internal static class CountNames
{
    /// <summary>Every count that is known and not zero.</summary>
    public static Dictionary<string, long> Of(ReportedUsage usage)
    {
        var counts = new Dictionary<string, long>();
        Add("input_tokens", usage.Input);
        Add("output_tokens", usage.Output);
        Add("cache_read_tokens", usage.CacheRead);
        Add("cache_write_tokens", usage.CacheWrite);
        Add("cache_write_5m_tokens", usage.CacheWriteMinutes);
        Add("cache_write_1h_tokens", usage.CacheWriteHour);
        Add("output_reasoning_tokens", usage.Reasoning);
        Add("input_tool_tokens", usage.ToolInput);
        Add("web_searches", usage.WebSearches);
        AddEach("input_{0}_tokens", usage.InputBy);
        AddEach("cache_{0}_read_tokens", usage.CachedBy);
        AddEach("output_{0}_tokens", usage.OutputBy);
        AddEach("input_{0}_tool_tokens", usage.ToolBy);
        return counts;

        void AddEach(string name, Modalities? by)
        {
            Add(name.Replace("{0}", "text"), by?.Text);
            Add(name.Replace("{0}", "audio"), by?.Audio);
            Add(name.Replace("{0}", "image"), by?.Image);
            Add(name.Replace("{0}", "video"), by?.Video);
        }

        void Add(string name, long? count)
        {
            if (count is { } known and not 0)
                counts[name] = known;
        }
    }

    /// <summary>The tokens as they were charged, with the price of each kind that has one of its own.</summary>
    public static string Charged(ReportedUsage usage, ModelPrices prices)
    {
        var isLong = usage.Input > prices.LongPromptAbove && prices.LongPrompt is not null;
        var (own, buckets) = (isLong ? prices.LongPrompt! : prices, TokenBuckets.Of(usage));
        var parts = new (string Kind, long Count, decimal? Price)[]
        {
            ("uncached", buckets.Input, own.Input), ("cache read", buckets.CacheRead, own.CachedInput),
            ("cache write", buckets.CacheWrite, own.CacheWrite), ("hour's cache write", buckets.CacheWriteHour, own.CacheWriteHour),
            ("audio in", buckets.AudioInput, own.AudioInput), ("cached audio", buckets.CachedAudio, own.CachedAudio),
            ("image in", buckets.ImageInput, own.ImageInput), ("cached image", buckets.CachedImage, own.CachedImage),
            ("output", buckets.Output, own.Output), ("reasoning", buckets.Reasoning, own.Reasoning),
            ("audio out", buckets.AudioOutput, own.AudioOutput), ("image out", buckets.ImageOutput, own.ImageOutput),
        };
        var told = parts.Where(part => part.Count > 0).Select(part => string.Create(CultureInfo.InvariantCulture,
            $"{part.Count} {part.Kind}{(part.Price is { } price ? $" at {price:0.######}" : "")}"));
        return string.Join(", ", told) + (isLong ? $", as a prompt of more than {prices.LongPromptAbove}" : "");
    }
}
