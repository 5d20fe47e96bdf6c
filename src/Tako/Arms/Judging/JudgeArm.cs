using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Arms.Judging.Facts;
using Tako.Core.Contracts;
using Tako.Core.Schema;
using Tako.Limbs;
using Tako.Reports;
using Tako.Tasks;
using Tako.Workspace.Guard;
using Tako.Workspace.Overlay;
using Tako.Workspace.Senses;

namespace Tako.Arms.Judging;

/// <summary>
/// Holds the work against its contract: runs every acceptance test over the joined change, checks other arms' claims
/// against their action traces and, where a model may be asked, whether the change is what was asked for.
/// </summary>
public sealed class JudgeArm : IArm
{
    private readonly Func<ChangeSet, IReadOnlyList<LawCommand>> _law;
    private readonly FactOptions _facts;

    public JudgeArm()
        : this(static _ => [], new FactOptions())
    {
    }

    /// <param name="law">The commands that the law wants to have run over a change.</param>
    /// <param name="facts">What a claim about texts needs.</param>
    internal JudgeArm(Func<ChangeSet, IReadOnlyList<LawCommand>> law, FactOptions facts) => (_law, _facts) = (law, facts);

    public string Name => "judge";

    public string Purpose => "Judges work against the contract: acceptance tests, the goal, claims against traces and texts.";

    public IReadOnlyList<string> Tools => ["model", "test", "read"];

    public async ValueTask<ArmOutcome> WorkAsync(Assignment assignment, ArmContext context, CancellationToken cancellationToken)
    {
        var sense = assignment.Sense();
        var pains = new List<Pain>();
        var accepted = new List<Accepted>();
        Sensation? felt = null;
        foreach (var test in Acceptance(context.Contract, sense))
        {
            context.Saying($"acceptance test: {test.Name}");
            if (test is AcceptanceTest.Command command)
            {
                // What the first look felt need not be felt again when nothing was changed.
                var run = command.Run is null && context.Limb.Changes.IsEmpty && sense is not null
                    ? sense.Sensation
                    : await context.Limb.SenseFinalAsync(
                        new FinalRun(command.Run, command.ExitCode, command.Timeout), cancellationToken);
                felt ??= command.Run is null ? run : null;
                pains.AddRange(run.Pains);
                accepted.Add(new Accepted(test.Name, run.Green, run.Trouble ?? Detail(run)));
            }
            else
            {
                accepted.Add(AcceptanceChecks.Check(test, context.Limb));
            }
        }

        accepted.AddRange(MissingDeliverables(context));
        var green = accepted.Count > 0 && accepted.All(test => test.Passed);
        var reports = assignment.Reports().ToArray();
        var judgement = new Judgement
        {
            Changes = context.Limb.Changes.Hash,
            Green = green,
            Acceptance = accepted,
            Unsupported = ClaimCheck.Unsupported(reports, context.Limb),
            Facts = await SourceClaims.CheckAsync(reports, context, _facts, cancellationToken),
            Pains = pains,
            // What is red is not written anyway.
            Commands = green ? await ObeyAsync(context, cancellationToken) : [],
            Tally = felt?.Tally,
            Before = sense?.Sensation is { Trouble: null, Tally.Total: > 0 } first ? first.Tally : null,
            Tier = felt?.Tier ?? "none",
        };
        if (judgement is { Green: true, Contradictions.Count: 0 } && !context.Limb.Changes.IsEmpty)
            judgement = await OpinionAsync(judgement, context, cancellationToken);
        return new ArmOutcome.Done(Report(context, judgement));
    }

    private async ValueTask<IReadOnlyList<CommandRun>> ObeyAsync(ArmContext context, CancellationToken cancellationToken)
    {
        var changes = context.Limb.Changes;
        var runs = new List<CommandRun>();
        foreach (var command in changes.IsEmpty ? [] : _law(changes))
        {
            context.Saying($"rule {command.Rule}: {string.Join(' ', command.Command)}");
            var run = await context.Limb.SenseFinalAsync(new FinalRun(command.Command, 0, command.Timeout), cancellationToken);
            runs.Add(new CommandRun(command.Rule, command.Command, changes.Hash, run.ExitCode,
                run.ExitCode is null ? run.Trouble ?? run.Pains.FirstOrDefault()?.Message ?? "it was stopped" : null));
        }

        return runs;
    }

    // That a file is there proves nothing; that it is not there does.
    private static IEnumerable<Accepted> MissingDeliverables(ArmContext context) => context.Contract.Deliverables
        .Where(deliverable => deliverable.AsSpan().IndexOfAny('/', '.') >= 0 && !deliverable.Contains(' '))
        .Where(path => !RepoPath.TryParse(path, out var file, out _) || !context.Limb.Shadow.Exists(file))
        .Select(path => new Accepted($"deliverable {path}", false, "it is not there"));

    /// <summary>A contract that names no acceptance test is held to the repository's own tests.</summary>
    private static IReadOnlyList<AcceptanceTest> Acceptance(TaskContract contract, FirstLook? sense) =>
        contract.Acceptance.Count > 0 || sense?.Command is null
            ? contract.Acceptance
            : [new AcceptanceTest.Command { Name = "the repository's tests" }];

    private static string Detail(Sensation run) => run.Green
        ? $"{run.Tally.Passed} passed"
        : $"{run.Tally.Failed} failed: {run.Pains.FirstOrDefault()?.Message ?? "exit code not as expected"}";

    private static async ValueTask<Judgement> OpinionAsync(Judgement judgement, ArmContext context, CancellationToken cancellationToken)
    {
        if (context.Model is null)
            return judgement;
        try
        {
            return await JudgeOpinion.AskAsync(judgement, context, cancellationToken);
        }
        catch (CallRefusedException refused)
        {
            // The acceptance tests are the law; an opinion that the budget no longer allows is done without.
            return judgement with { Reasons = [$"No opinion: {refused.Message}"] };
        }
    }

    private static ArmReport Report(ArmContext context, Judgement judgement) => new()
    {
        Arm = "judge",
        Summary = judgement switch
        {
            { Contradictions: { Count: > 0 } against } => $"Not accepted: {string.Join("; ", against.Take(3))}",
            { Acceptance.Count: 0 } => "There is nothing to hold the work against: no tests were found and the contract names none.",
            { Green: false } => "Not accepted: "
                + string.Join("; ", judgement.Acceptance.Where(test => !test.Passed)
                    .Select(test => $"{test.Name}: {test.Detail}")),
            { Opinion: "reject" } => $"The tests pass, but: {string.Join("; ", judgement.Reasons)}",
            { Borne: < 1 } => $"The tests pass, but not every claim is borne out: " + string.Join("; ", judgement.Facts
                .Where(fact => fact.Verdict == FactVerdict.Insufficient).Take(3)
                .Select(fact => $"{fact.Arm}: \"{fact.Claim}\" ({fact.Reasons.FirstOrDefault()})")),
            _ => $"Accepted: {string.Join("; ", judgement.Acceptance.Select(test => $"{test.Name}: {test.Detail}"))}",
        },
        Confidence = judgement.Borne
            * (judgement.Green ? judgement.Opinion == "reject" || judgement.Contradictions.Count > 0 ? 0.5 : 0.95 : 0.9),
        Claims = [.. judgement.Acceptance
            .Where(test => test.Passed)
            .Select(test => new Claim($"{test.Name} holds", $"tests:{judgement.Changes}"))],
        Value = JsonSerializer.SerializeToElement(judgement, ArmsJson.Default.Judgement),
        Trace = context.Trace.Trace,
    };
}
