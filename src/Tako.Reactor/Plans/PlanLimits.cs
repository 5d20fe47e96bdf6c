namespace Tako.Reactor.Plans;

/// <summary>What a plan may contain. Whoever accepts plans from a model says here what exists.</summary>
public sealed record PlanLimits
{
    /// <summary>Longest name of a step, an input or an argument.</summary>
    public const int NameLength = 64;

    /// <summary>Known kinds of steps; null means that any name will do. <c>plan</c> is always known.</summary>
    public IReadOnlyCollection<string>? Uses { get; init; }

    /// <summary>Inputs that the plan will be given; null means that any name will do.</summary>
    public IReadOnlyCollection<string>? Inputs { get; init; }

    /// <summary>Most steps, those of nested plans included.</summary>
    public int Steps { get; init; } = 1000;

    /// <summary>Most levels of plans within plans; 1 means none within.</summary>
    public int Depth { get; init; } = 6;

    /// <summary>Most arguments of a step.</summary>
    public int Arguments { get; init; } = 32;

    /// <summary>Most attempts that a step may ask for.</summary>
    public int Attempts { get; init; } = 20;
}
