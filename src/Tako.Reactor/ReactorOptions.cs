using Tako.Reactor.Plans;

namespace Tako.Reactor;

/// <summary>Limits of a reactor.</summary>
public sealed record ReactorOptions
{
    /// <summary>Most steps at work at once.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>For steps that say nothing themselves.</summary>
    public RetryPolicy Retry { get; init; } = new();

    /// <summary>Longest time of one attempt, for steps that say nothing themselves.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>What a plan may contain; the known kinds are those of the reactor, whatever is said here.</summary>
    public PlanLimits Limits { get; init; } = new();

    /// <summary>Most steps that running steps may add to a plan, items of lists included.</summary>
    public int AddedSteps { get; init; } = 10_000;

    /// <summary>How long steps that were told to stop may take to do so.</summary>
    public TimeSpan StopWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a pending approval is looked at while other branches still run.</summary>
    public TimeSpan ApprovalCheck { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A pure step that took less than this is cheaper to repeat after a power loss than to flush to disk.</summary>
    public TimeSpan CheapToRepeat { get; init; } = TimeSpan.FromMilliseconds(20);
}
