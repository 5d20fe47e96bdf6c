using Microsoft.Extensions.AI;

namespace Tako.Models.Calls;

/// <summary>Adds up what frames say about usage: within one answer later values replace earlier ones field by field; between
/// answers they add.</summary>
internal static class UsageFold
{
    public static UsageDetails Replace(UsageDetails? before, UsageDetails now)
    {
        var usage = before ?? new UsageDetails();
        usage.InputTokenCount = now.InputTokenCount ?? usage.InputTokenCount;
        usage.OutputTokenCount = now.OutputTokenCount ?? usage.OutputTokenCount;
        usage.CachedInputTokenCount = now.CachedInputTokenCount ?? usage.CachedInputTokenCount;
        usage.ReasoningTokenCount = now.ReasoningTokenCount ?? usage.ReasoningTokenCount;
        foreach (var (name, count) in now.AdditionalCounts ?? [])
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
