using Tako.Core.Contracts;

namespace Tako.Reactor.Plans;

/// <summary>One named step of a plan: which kind of work, with which arguments, under which conditions.</summary>
public sealed record PlanStep
{
    /// <summary>The kind name of a step that runs a <see cref="Plan"/> of its own.</summary>
    public const string Nested = "plan";

    /// <summary>Unique within its plan, and stable: with its parents' names it is the step's identity across restarts.</summary>
    public required string Name { get; init; }

    /// <summary>The name of the step kind that does the work, or <see cref="Nested"/>.</summary>
    public required string Use { get; init; }

    /// <summary>Arguments by name. A nested plan sees them as its inputs.</summary>
    public IReadOnlyDictionary<string, Argument> With { get; init; } = new Dictionary<string, Argument>();

    /// <summary>Steps that must be done first although no value of theirs is used.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>When it does not hold, the step is skipped, and with it what depends on it.</summary>
    public Condition? When { get; init; }

    /// <summary>Run although a step that this one depends on was skipped; a value of such a step is then null.</summary>
    public bool EvenIfSkipped { get; init; }

    /// <summary>A list: the step runs once for each item, and its value is the list of the results in the same order.</summary>
    public Argument? Each { get; init; }

    /// <summary>JSON Pointer, within an item of <see cref="Each"/>, of the text that names the item; else its position does.</summary>
    public string? Key { get; init; }

    public EffectKind Effect { get; init; }

    /// <summary>Null means the reactor's default.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>Longest time of one attempt; null means the reactor's default.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Which model or strategy the step is to use.</summary>
    public ModelChoice? Model { get; init; }

    /// <summary>A question that a person must answer with yes before the step may run.</summary>
    public string? Approve { get; init; }

    /// <summary>The plan to run, for <see cref="Nested"/>.</summary>
    public Plan? Plan { get; init; }

    /// <summary>What must hold of the step's result for its sub-goal to count as reached.</summary>
    public IReadOnlyList<string> Accept { get; init; } = [];
}
