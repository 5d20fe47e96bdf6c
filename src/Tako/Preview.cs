using Tako.Brain;
using Tako.Reactor.Plans;
using Tako.Running;
using Tako.Workspace.Senses;

namespace Tako;

/// <summary>What a task would do and could cost.</summary>
public sealed record Preview
{
    /// <summary>What stands in the way; empty when the task could start.</summary>
    public required IReadOnlyList<string> Obstacles { get; init; }

    /// <summary>The plan that was given, or the standard one: which the planner's model would replace.</summary>
    public required Plan Plan { get; init; }

    public required bool PlanIsGiven { get; init; }

    /// <summary>Arm and purpose of everyone who may be put to work.</summary>
    public required IReadOnlyList<string> Arms { get; init; }

    public required string? Model { get; init; }

    public required string? TestCommand { get; init; }

    public required string Tier { get; init; }

    /// <summary>Tokens if every model call comes out right the first time, and if every allowed turn is used;
    /// both upper bounds a call.</summary>
    public required (long Least, long Most) Tokens { get; init; }

    /// <summary>The same in US dollars; null when a price is unknown.</summary>
    public required (decimal Least, decimal Most)? Usd { get; init; }

    internal static Preview Of(AnimalParts parts, TaskRequest request, Cleared? cleared, IReadOnlyList<string> obstacles)
    {
        var plan = request.Plan ?? StandardPlan.For(request.Contract);
        var model = parts.Models.Find(request.Contract.Model);
        var coders = plan.Steps.Count(step => step.Use == "arm/coder");
        var estimate = CostEstimate.For(model, parts, coders, request.Plan is null, cleared);
        var detection = cleared is null ? null : TestCommandDetector.Detect(cleared.Disk);
        return new Preview
        {
            Obstacles = obstacles,
            Plan = plan,
            PlanIsGiven = request.Plan is not null,
            Arms = [.. TaskRun.Arms(parts).Select(arm => $"{arm.Name}: {arm.Purpose}")],
            Model = model?.Name,
            TestCommand = request.Contract.TestCommand is { } given ? string.Join(' ', given)
                : detection is TestDetection.Found found ? string.Join(' ', found.Command.Argv) : null,
            Tier = cleared?.Sandbox?.Tier.ToString() ?? "none",
            Tokens = estimate.Tokens,
            Usd = estimate.Usd,
        };
    }
}
