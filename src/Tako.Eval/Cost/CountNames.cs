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

        void AddEach(string name, Modalities by)
        {
            Add(name.Replace("{0}", "text"), by.Text);
            Add(name.Replace("{0}", "audio"), by.Audio);
            Add(name.Replace("{0}", "image"), by.Image);
            Add(name.Replace("{0}", "video"), by.Video);
        }

        void Add(string name, long? count)
        {
            if (count is { } known and not 0)
                counts[name] = known;
        }
    }
}
