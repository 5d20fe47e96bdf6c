using System.Text.Json;
using Tako.Core.Contracts;
using Tako.Reactor.Plans;

namespace Tako.Brain;

/// <summary>The plan for when no model wrote one: look, then change.</summary>
internal static class StandardPlan
{
    public static Plan For(TaskContract contract) => new()
    {
        Name = "standard",
        Goal = contract.Goal,
        Steps =
        [
            new PlanStep { Name = "look", Use = "arm/retriever", With = Goal(contract.Goal), Effect = EffectKind.Pure },
            new PlanStep
            {
                Name = "change",
                Use = "arm/coder",
                With = Goal(contract.Goal),
                After = ["look"],
                Accept = contract.Acceptance.Count > 0
                    ? [.. contract.Acceptance.Select(test => test.Name)]
                    : ["the repository's tests pass"],
            },
        ],
    };

    private static Dictionary<string, Argument> Goal(string goal) =>
        new() { ["goal"] = new Argument.Value(JsonSerializer.SerializeToElement(goal)) };
}
