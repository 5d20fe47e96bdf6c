using Microsoft.Extensions.AI;

namespace Tako.Models.Wire;

/// <summary>What is only told at the end of an answer: why it ended and what was used.</summary>
internal sealed class AnswerSum
{
    private readonly UsageDetails _usage = new();
    private bool _hasUsage;

    public ChatFinishReason? Finish { get; private set; }

    public UsageDetails? Usage => _hasUsage ? _usage : null;

    public void Take(Delta delta)
    {
        if (delta is Delta.Finish finish)
            Finish = finish.Reason;
        else if (delta is Delta.Used used)
            Take(used.Usage);
    }

    /// <summary>Why it ended; some servers say "stop" beside their tool calls.</summary>
    public ChatFinishReason Reason(bool hasTools) =>
        hasTools && (Finish is null || Finish == ChatFinishReason.Stop) ? ChatFinishReason.ToolCalls : Finish ?? ChatFinishReason.Stop;

    // Later values replace earlier ones field by field.
    private void Take(UsageDetails used)
    {
        _hasUsage = true;
        _usage.InputTokenCount = used.InputTokenCount ?? _usage.InputTokenCount;
        _usage.OutputTokenCount = used.OutputTokenCount ?? _usage.OutputTokenCount;
        _usage.CachedInputTokenCount = used.CachedInputTokenCount ?? _usage.CachedInputTokenCount;
        _usage.ReasoningTokenCount = used.ReasoningTokenCount ?? _usage.ReasoningTokenCount;
        foreach (var (name, count) in used.AdditionalCounts ?? [])
            (_usage.AdditionalCounts ??= [])[name] = count;
        _usage.TotalTokenCount = used.TotalTokenCount ?? _usage.InputTokenCount + _usage.OutputTokenCount;
    }
}
