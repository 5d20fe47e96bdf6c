namespace Tako.Reactor.Plans;

/// <summary>What is to be done, as data: a graph of named steps that a model, a person or code has written.</summary>
public sealed record Plan
{
    public required string Name { get; init; }

    /// <summary>What the plan is meant to reach, in a sentence.</summary>
    public string? Goal { get; init; }

    public required IReadOnlyList<PlanStep> Steps { get; init; }

    /// <summary>Grows by one with each replanning of the same task.</summary>
    public int Version { get; init; } = 1;

    /// <summary>
    /// The step whose value is the plan's value. Null means the value of the one step that no other waits for or, when
    /// there are several, an object of their values by name.
    /// </summary>
    public string? Output { get; init; }
}
