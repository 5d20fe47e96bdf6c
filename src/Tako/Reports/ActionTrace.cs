using Tako.Core.Budgets;
using Tako.Tasks;

namespace Tako.Reports;

/// <summary>One thing an arm did, with what went in and came out by hash.</summary>
public sealed record TraceAction
{
    /// <summary>Position in the trace, from 1.</summary>
    public required int Number { get; init; }

    public required string Tool { get; init; }

    /// <summary>What it was about, in a few words: a path, a command, a model.</summary>
    public required string Subject { get; init; }

    public required string InputHash { get; init; }

    public string? OutputHash { get; init; }

    /// <summary>Blob that holds the text that came out, where a tool gave one that is not the task's own work.</summary>
    public string? Text { get; init; }

    /// <summary><c>done</c>, <c>green</c>, <c>red</c>, <c>denied</c> or <c>failed</c>.</summary>
    public required string Outcome { get; init; }

    public Usage? Usage { get; init; }
}

/// <summary>Everything an arm did, in order.</summary>
public sealed record ActionTrace(IReadOnlyList<TraceAction> Actions)
{
    public static readonly ActionTrace Empty = new([]);

    /// <summary>Tokens used, or null when any call's usage is unknown.</summary>
    public long? Tokens
    {
        get
        {
            long sum = 0;
            foreach (var usage in Actions.Select(action => action.Usage).OfType<Usage>())
            {
                if (usage.InputTokens is null || usage.OutputTokens is null)
                    return null;
                sum += usage.InputTokens.Value + usage.OutputTokens.Value;
            }

            return sum;
        }
    }
}
