namespace Tako.Core.Capabilities;

/// <summary>How the gate words and dates what it writes down, and who is asked before and after each effect.</summary>
public sealed record GateOptions
{
    /// <summary>Takes secrets out of a text before it is journaled or shown; the composition root gives the secret scanner's.</summary>
    public Func<string, string> Redact { get; init; } = text => text;

    /// <summary>How long a person has to decide; null waits for ever.</summary>
    public TimeSpan? ApprovalLife { get; init; }

    /// <summary>Asked in this order, after the rules; the first that denies ends it.</summary>
    public IReadOnlyList<IGateHook> Hooks { get; init; } = [];

    /// <summary>How long one hook has; one that takes longer denies.</summary>
    public TimeSpan HookTime { get; init; } = TimeSpan.FromSeconds(60);
}
