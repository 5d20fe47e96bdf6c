using Tako.Core.Faults;

namespace Tako.Reactor.Plans;

/// <summary>Builds a plan in C#, with arguments whose types the compiler checks.</summary>
public sealed class PlanBuilder(string name, string? goal = null)
{
    private readonly List<PlanStep> _steps = [];

    /// <summary>An input that the plan will be given.</summary>
    public static ValueRef<T> Input<T>(string name) => new(new Argument.FromInput(name));

    /// <summary>The item at hand in a step with <see cref="StepRef{T}.Each"/>.</summary>
    public static ValueRef<T> Item<T>() => new(new Argument.Item());

    /// <summary>Adds a step whose value is a <typeparamref name="T"/>; what it returns stands for that value.</summary>
    public StepRef<T> Step<T>(string step, string use)
    {
        _steps.Add(new PlanStep { Name = step, Use = use });
        return new StepRef<T>(_steps, _steps.Count - 1);
    }

    /// <summary>Adds a step that runs a plan of its own.</summary>
    public StepRef<T> Nest<T>(string step, Plan plan)
    {
        _steps.Add(new PlanStep { Name = step, Use = PlanStep.Nested, Plan = plan });
        return new StepRef<T>(_steps, _steps.Count - 1);
    }

    /// <param name="output">The step whose value is the plan's; null leaves it to <see cref="Plan.Output"/>'s rule.</param>
    public Parsed<Plan> Build(PlanLimits limits, StepRef? output = null, int version = 1)
    {
        var plan = new Plan { Name = name, Goal = goal, Version = version, Steps = [.. _steps], Output = output?.Name };
        var faults = new PlanCheck(limits, (at, message) => new Fault(at, 0, message)).Check(plan);
        return faults.Count == 0 ? new Parsed<Plan>.Ok(plan) : new Parsed<Plan>.Faulty(faults);
    }
}
