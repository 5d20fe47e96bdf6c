using Tako.Core.Contracts;
using Tako.Reactor.Plans;

namespace Tako.Brain;

/// <summary>
/// Ties a plan that a model or a person wrote into the task: every arm gets the first look, and what comes after another
/// step gets that step's report, so that a coder builds on the coder before it.
/// </summary>
internal static class PlanWeaver
{
    public static Plan Weave(Plan plan) => plan with { Output = null, Steps = [.. plan.Steps.Select(Weave), Gather(plan)] };

    private static PlanStep Weave(PlanStep step)
    {
        var with = new Dictionary<string, Argument>(step.With);
        with.TryAdd("sense", new Argument.FromInput("sense"));
        foreach (var before in step.After)
            with.TryAdd($"after-{before}", new Argument.FromStep(before));
        return step with
        {
            With = with,
            EvenIfSkipped = true,
            // Arms work in shadows only, whatever a model writes of their effects.
            Effect = EffectKind.Idempotent,
            Plan = step.Plan is null ? null : Weave(step.Plan),
        };
    }

    // The reports of all steps, not only of the last ones: the judge reads every claim.
    private static PlanStep Gather(Plan plan) => new()
    {
        Name = Unused(plan, "reports"),
        Use = "brain/gather",
        With = plan.Steps.ToDictionary(step => step.Name, step => (Argument)new Argument.FromStep(step.Name)),
        EvenIfSkipped = true,
    };

    private static string Unused(Plan plan, string name)
    {
        while (plan.Steps.Any(step => step.Name == name))
            name += "-all";
        return name;
    }
}
