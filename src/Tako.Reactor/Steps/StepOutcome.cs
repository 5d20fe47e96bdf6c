using System.Text.Json;
using Tako.Core.Labels;
using Tako.Reactor.Plans;

namespace Tako.Reactor.Steps;

/// <summary>What became of an attempt of a step.</summary>
public abstract record StepOutcome
{
    private StepOutcome() { }

    /// <param name="Label">Null means tool level, joined with the labels of the arguments.</param>
    public sealed record Ok(JsonElement Value, Label? Label = null) : StepOutcome;

    /// <summary>Done, and there is more to do: steps that run under this one and see its arguments as their inputs.</summary>
    /// <param name="Value">The step's value, at once there for the steps that wait for it, unless
    /// <paramref name="Output"/> is given.</param>
    /// <param name="Output">The added step whose value this step is to have; what waits for this step then waits for that one.</param>
    public sealed record OkWithSteps(JsonElement Value, IReadOnlyList<PlanStep> Steps, string? Output = null, Label? Label = null)
        : StepOutcome;

    /// <summary>Nothing was done, but it may work later.</summary>
    public sealed record Retry(TimeSpan? After, string Why) : StepOutcome;

    /// <summary>The plan must stop here, to be resumed with this step.</summary>
    public sealed record Halt(string Why) : StepOutcome;

    public sealed record Fail(string Why) : StepOutcome;
}

/// <summary>What answers a failure.</summary>
public abstract record CompensateOutcome
{
    private CompensateOutcome() { }

    /// <summary>The plan goes on as if the step had returned this value.</summary>
    public sealed record Continue(JsonElement Value) : CompensateOutcome;

    /// <summary>Try once more, as far as the retry policy allows.</summary>
    public sealed record Retry(TimeSpan? After = null) : CompensateOutcome;

    /// <summary>The plan has failed: what was done is undone.</summary>
    public sealed record GiveUp : CompensateOutcome;
}

/// <summary>What became of taking a finished step back.</summary>
public abstract record UndoOutcome
{
    private UndoOutcome() { }

    public sealed record Undone : UndoOutcome;

    /// <summary>The step left nothing that needs undoing.</summary>
    public sealed record Nothing : UndoOutcome;

    /// <summary>It may work later.</summary>
    public sealed record Retry(TimeSpan? After, string Why) : UndoOutcome;

    public sealed record Fail(string Why) : UndoOutcome;
}

/// <summary>Whether an effect whose result was lost has happened.</summary>
public abstract record ProbeOutcome
{
    private ProbeOutcome() { }

    /// <summary>It has, and this is the value that the step would have returned.</summary>
    public sealed record Happened(JsonElement Value) : ProbeOutcome;

    public sealed record DidNot : ProbeOutcome;

    /// <summary>It cannot be told: a person decides.</summary>
    public sealed record Unknown : ProbeOutcome;
}
