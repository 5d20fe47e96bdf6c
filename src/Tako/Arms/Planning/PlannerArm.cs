using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Brain;
using Tako.Core.Faults;
using Tako.Core.Schema;
using Tako.Limbs;
using Tako.Reactor.Plans;
using Tako.Reports;
using Tako.Workspace.Senses;

namespace Tako.Arms.Planning;

/// <summary>Turns the goal into a plan with acceptance criteria for each sub-goal. A plan with faults goes back with all of them.</summary>
public sealed class PlannerArm : IArm
{
    private const int Tries = 3;
    private const int MostFiles = 150;
    private readonly IReadOnlyList<IArm> _arms;

    internal PlannerArm(IReadOnlyList<IArm> arms) => _arms = arms;

    public string Name => "planner";

    public string Purpose => "Writes the plan.";

    public IReadOnlyList<string> Tools => ["model", "list"];

    public async ValueTask<ArmOutcome> WorkAsync(Assignment assignment, ArmContext context, CancellationToken cancellationToken)
    {
        if (context.Model is null)
            return Without(context, "No model is configured.");
        var messages = new List<ChatMessage>
        {
            new(ChatRole.System, Rules()),
            new(ChatRole.User, await QuestionAsync(assignment, context, cancellationToken)),
        };
        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            var response = await context.Model.GetResponseAsync(messages, new ChatOptions { Temperature = 0 }, cancellationToken);
            var read = PlanReader.Read(JsonRepair.Repair(response.Text) ?? response.Text, Limits());
            if (read is Parsed<Plan>.Ok { Value: var plan })
                return Planned(context, plan, attempt);
            var faults = ((Parsed<Plan>.Faulty)read).Faults;
            context.Saying($"the plan has {faults.Count} fault(s)");
            messages.AddRange(response.Messages);
            messages.Add(new ChatMessage(ChatRole.User, new PromptText()
                .List("The plan cannot be used", faults.Take(20).Select(fault => fault.ToString()))
                .Section("Next", "Answer with the whole corrected plan as one JSON object and nothing else.")
                .ToString()));
        }

        return Without(context, $"The model wrote no usable plan in {Tries} tries.");
    }

    /// <summary>What a model's plan may use: arms that do work, and plans within.</summary>
    public PlanLimits Limits() => new()
    {
        Uses = [.. Workers().Select(arm => $"arm/{arm.Name}")],
        Inputs = ["sense"],
        Steps = 24,
        Depth = 3,
        Attempts = 3,
    };

    private IEnumerable<IArm> Workers() => _arms.Where(arm => arm.Name is not ("planner" or "judge" or "guardian"));

    private string Rules() => new PromptText()
        .Section("Role", """
            You are the planner arm of a larger system. You write a plan as data: a small graph of named steps, each done by one arm.
            A coder repairs its own mistakes until the tests pass, so do not plan for that; judging, guarding and writing are planned
            for you. Prefer one coder. Use several only for sub-goals in different files, and say with "after" what must come first.
            """)
        .List("Arms", Workers().Select(arm => $"arm/{arm.Name}: {arm.Purpose}"))
        .Section("Form", """
    Answer with one JSON object and nothing else:
    {"name": "short-name", "goal": "...", "steps": [
      {"name": "look", "use": "arm/retriever", "with": {"goal": {"value": "what to find"}}},
      {"name": "fix", "use": "arm/coder", "after": ["look"], "with": {"goal": {"value": "what to change"}}, "accept": ["how one can tell"]}
    ]}
    Names are lower-case words with dashes. Every step of a coder has at least one criterion under "accept".
    """)
        .ToString();

    private static async ValueTask<string> QuestionAsync(Assignment assignment, ArmContext context, CancellationToken cancellationToken)
    {
        var listed = await context.Tools.UseAsync("list",
            JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["under"] = "" }),
            cancellationToken);
        var files = string.Join('\n', listed.Text.Split('\n').Take(MostFiles));
        var text = new PromptText(context.Reflexes)
            .Section("Goal", assignment.Goal)
            .List("Constraints", context.Contract.Constraints)
            .List("Deliverables", context.Contract.Deliverables)
            .List("Acceptance tests", context.Contract.Acceptance.Select(test => test.Name))
            .Material("Files", "repository", files);
        if (assignment.Sense() is { } sense)
        {
            var felt = sense.Sensation;
            var state = felt.Trouble
                ?? (felt.Green
                    ? $"green, {felt.Tally.Passed} passed"
                    : PainPrompt.Write(felt.Pains, context.Limb.Shadow));
            text.Material("The tests now", felt.Command, state);
        }

        return text.ToString();
    }

    private static ArmOutcome Planned(ArmContext context, Plan plan, int attempts) => new ArmOutcome.Done(new ArmReport
    {
        Arm = "planner",
        Summary = $"A plan of {plan.Steps.Count} step(s): {string.Join(", ", plan.Steps.Select(step => step.Name))}.",
        Confidence = attempts == 1 ? 0.9 : 0.7,
        Value = JsonSerializer.Deserialize<JsonElement>(PlanJson.Write(plan).Span),
        Trace = context.Trace.Trace,
    });

    private static ArmOutcome Without(ArmContext context, string why) => new ArmOutcome.Unfinished(
        new ArmReport { Arm = "planner", Summary = why, Confidence = 0, Trace = context.Trace.Trace }, why);
}
