using System.Globalization;
using System.Text.Json;
using Tako.Core.Contracts;
using Tako.Reactor.Plans;

namespace Tako.Brain.Steps;

/// <summary>One round of work: do it, judge it, guard it, decide. A round after the first repairs the work of the one before.</summary>
internal static class Round
{
    public static string Last(int round) => Named("decide", round);

    /// <param name="plan">The woven plan of the first round; later rounds have one coder.</param>
    public static IReadOnlyList<PlanStep> Steps(int round, Plan plan)
    {
        var work = Named(round == 0 ? "work" : "repair", round);
        var (judge, guard) = (Named("judge", round), Named("guard", round));
        // A repair that came to nothing must not lose the work it was to mend.
        Argument done = round == 0
            ? new Argument.FromStep(work)
            : new Argument.Object(new Dictionary<string, Argument>
            {
                ["before"] = new Argument.FromInput("work"),
                ["now"] = new Argument.FromStep(work),
            });
        return
        [
            new PlanStep { Name = work, Use = PlanStep.Nested, Plan = plan, With = With(Inputs(round)) },
            new PlanStep
            {
                Name = judge,
                Use = "arm/judge",
                With = With(("sense", new Argument.FromInput("sense")), ("work", done)),
                Effect = EffectKind.Idempotent,
            },
            new PlanStep
            {
                Name = guard,
                Use = "arm/guardian",
                With = With(("sense", new Argument.FromInput("sense")), ("work", done), ("judge", new Argument.FromStep(judge))),
            },
            new PlanStep
            {
                Name = Last(round),
                Use = "brain/decide",
                With = With(("sense", new Argument.FromInput("sense")), ("work", done), ("judge", new Argument.FromStep(judge)),
                    ("guard", new Argument.FromStep(guard)), ("round", new Argument.Value(JsonSerializer.SerializeToElement(round)))),
                Effect = EffectKind.Idempotent,
            },
        ];
    }

    /// <summary>The plan of a repairing round: one coder that builds on the work so far and reads the objections.</summary>
    public static Plan Repair(TaskContract contract, string review) => PlanWeaver.Weave(new Plan
    {
        Name = "repair",
        Steps =
        [
            new PlanStep
            {
                Name = "mend",
                Use = "arm/coder",
                With = With(("goal", new Argument.Value(JsonSerializer.SerializeToElement(contract.Goal))),
                    ("review", new Argument.Value(JsonSerializer.SerializeToElement(review))),
                    ("before", new Argument.FromInput("before"))),
                Accept = ["the objections no longer hold", "every acceptance test passes"],
            },
        ],
    });

    private static (string, Argument)[] Inputs(int round) => round == 0
        ? [("sense", new Argument.FromInput("sense"))]
        : [("sense", new Argument.FromInput("sense")), ("before", new Argument.FromInput("work"))];

    private static string Named(string name, int round) =>
        round == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{round}");

    private static Dictionary<string, Argument> With(params (string Name, Argument Value)[] arguments) =>
        arguments.ToDictionary(argument => argument.Name, argument => argument.Value);
}
