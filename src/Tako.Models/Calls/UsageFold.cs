using Microsoft.Extensions.AI;

namespace Tako.Models.Calls;

/// <summary>Adds up what frames say about usage: within one answer later values replace earlier ones field by field; between
/// answers they add.</summary>
internal static class UsageFold
{
    public static UsageDetails Replace(UsageDetails? before, UsageDetails now)
    {
        // Nearly always: a stream tells its usage once. Both belong to whoever made them and are not changed.
        if (before is null && now.TotalTokenCount is not null)
            return now;
        var usage = new UsageDetails
        {
            InputTokenCount = now.InputTokenCount ?? before?.InputTokenCount,
            OutputTokenCount = now.OutputTokenCount ?? before?.OutputTokenCount,
            CachedInputTokenCount = now.CachedInputTokenCount ?? before?.CachedInputTokenCount,
            ReasoningTokenCount = now.ReasoningTokenCount ?? before?.ReasoningTokenCount,
        };
        foreach (var (name, count) in (before?.AdditionalCounts ?? []).Concat(now.AdditionalCounts ?? []))
            (usage.AdditionalCounts ??= [])[name] = count;
        usage.TotalTokenCount = now.TotalTokenCount ?? usage.InputTokenCount + usage.OutputTokenCount;
        return usage;
    }

    public static UsageDetails Add(UsageDetails? before, UsageDetails more)
    {
        if (before is null)
            return more;
        var sum = new UsageDetails();
        sum.Add(before);
        sum.Add(more);
        return sum;
    }
}
