using System.Text;
using System.Text.Json;
using Tako.Arms;
using Tako.Arms.Guarding;
using Tako.Arms.Judging;
using Tako.Core.Approvals;
using Tako.Core.Capabilities;
using Tako.Core.Contracts;
using Tako.Limbs;
using Tako.Reactor.Plans;
using Tako.Reactor.Steps;
using Tako.Reports;
using Tako.Tasks;
using Tako.Tools;
using Tako.Tools.Survey;

namespace Tako.Brain.Steps;

/// <summary>Reads the reports of a round, applies the rules, and adds what follows: the write, a repair, or nothing more.</summary>
internal sealed class DecideStep(TaskSession session, BrainOptions options) : IStepKind
{
    public string Name => "brain/decide";

    public async ValueTask<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        try
        {
            var journal = new StepJournal(context, "brain");
            var fused = await Fusion.JoinAsync(session.Disk, [context.Arguments["work"].Value], journal, cancellationToken);
            var reports = Fusion.Reports(context.Arguments["work"].Value).ToArray();
            var evidence = await EvidenceAsync(context, fused, reports);
            var ruling = Rules.Decide(evidence, options);
            await RecordAsync(journal, ruling);
            if (ruling.Choice == Choice.Ask)
                ruling = await AskAsync(context, fused, ruling, evidence.Objections.Risk, journal, cancellationToken);
            return ruling.Choice switch
            {
                Choice.Write => new StepOutcome.OkWithSteps(
                    JsonSerializer.SerializeToElement("write"), [Write(evidence.Round)], Output: "write"),
                Choice.Repair => Again(evidence, ruling),
                Choice.Nothing => new StepOutcome.Ok(
                    new Ending { Kind = "nothing", Summary = "Nothing had to be changed: " + ruling.Reason }
                        .ToJson()),
                _ => new StepOutcome.Ok((await PartialAsync(fused, reports, evidence, ruling, journal, cancellationToken)).ToJson()),
            };
        }
        catch (WaitingException waiting)
        {
            return new StepOutcome.Halt(waiting.Message);
        }
    }

    private async ValueTask<Evidence> EvidenceAsync(StepContext context, Fused fused, IReadOnlyList<ArmReport> reports)
    {
        var judgement = Value(context, "judge", value => value.Deserialize(ArmsJson.Default.Judgement))
            ?? new Judgement { Changes = fused.Shadow.Hash, Green = false, Acceptance = [], Tier = "none" };
        var objections = Value(context, "guard", value => value.Deserialize(ArmsJson.Default.Objections))
            ?? new Objections { Changes = fused.Shadow.Hash, Verdict = "deny", Findings = ["The guardian gave no report."] };
        return new Evidence
        {
            Judgement = judgement,
            Objections = objections,
            Confidence = fused.Reports.Count == 0 ? 0 : judgement.Borne * fused.Reports.Min(report => report.Confidence),
            Conflicts = fused.Conflicts,
            Novelty = Novelty(context, fused, reports),
            Empty = fused.Shadow.Changes.IsEmpty,
            Round = context.Arguments["round"].Value.GetInt32(),
            Stage = await session.StageAsync(),
        };
    }

    /// <summary>Tests are not counted: whoever changes code is asked to add them.</summary>
    private static double Novelty(StepContext context, Fused fused, IReadOnlyList<ArmReport> reports)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pain in FirstLook.From(context.Arguments["sense"].Value)?.Sensation.Pains ?? [])
        {
            known.UnionWith(pain.Trace.Select(place => place.File.Value));
            if (pain.File is { } file)
                known.Add(file.Value);
        }

        foreach (var report in reports)
        {
            if (report.Value is { } value && report.Arm == "retriever")
                known.UnionWith(Retrieval.From(value)?.Files.Select(file => file.Path) ?? []);
            known.UnionWith(report.Trace.Actions
                .Where(action => action is { Tool: "read", Outcome: "done" })
                .Select(action => action.Subject));
        }

        var changed = fused.Shadow.Changes.Changes.Select(change => change.Path.Value)
            .Where(path => !path.Contains("test", StringComparison.OrdinalIgnoreCase)).ToArray();
        return changed.Length == 0 ? 0 : changed.Count(path => !known.Contains(path)) / (double)changed.Length;
    }

    private StepOutcome.OkWithSteps Again(Evidence evidence, Ruling ruling)
    {
        var round = evidence.Round + 1;
        session.Saying("brain", $"repair round {round}: {ruling.Reason}");
        return new StepOutcome.OkWithSteps(JsonSerializer.SerializeToElement("repair"),
            Round.Steps(round, Round.Repair(session.Contract, $"{ruling.Rule}: {ruling.Reason}")), Output: Round.Last(round));
    }

    private static PlanStep Write(int round) => new()
    {
        Name = "write",
        Use = WriteStep.Kind,
        With = new Dictionary<string, Argument>
        {
            ["work"] = new Argument.FromInput("work"),
            ["judge"] = new Argument.FromInput("judge"),
            ["round"] = new Argument.Value(JsonSerializer.SerializeToElement(round)),
        },
        Effect = EffectKind.Probeable,
        Retry = new RetryPolicy { Attempts = 1 },
    };

    /// <summary>The smallest sufficient question: may exactly this change be written, and why is it asked.</summary>
    private async ValueTask<Ruling> AskAsync(StepContext context, Fused fused, Ruling ruling, string? risk, StepJournal journal,
        CancellationToken cancellationToken)
    {
        var changes = fused.Shadow.Changes;
        var files = changes.Changes.Take(10).Select(change => $"{change.Kind.ToString().ToLowerInvariant()} {change.Path}");
        var approval = await session.AskAsync(new ApprovalRequest
        {
            Id = ChangeApproval.Id(session.Id, changes.Hash),
            Task = session.Id,
            Asker = "brain",
            Question = $"May this change of {changes.Changes.Count} file(s) be written? {ruling.Rule}: {Short(ruling.Reason)}",
            SubjectHash = changes.Hash,
            Details = [.. files, risk == "dangerous"
                ? "This is dangerous: a person may approve it who confirms having seen exactly this change."
                : "Any person may approve this."],
            Risk = risk,
        }, cancellationToken);
        var granted = approval.State == ApprovalState.Granted;
        var after = granted
            ? new Ruling(Choice.Write, "a person approved", approval.Note ?? "")
            : new Ruling(Choice.Partial, "a person decides", $"{ruling.Rule}: {Short(ruling.Reason)} {approval.DecidedBy} said no.");
        await RecordAsync(journal, after);
        return after;
    }

    private async ValueTask<Ending> PartialAsync(Fused fused, IReadOnlyList<ArmReport> reports, Evidence evidence, Ruling ruling,
        StepJournal journal, CancellationToken cancellationToken)
    {
        var outOfBudget = evidence.Stage >= Core.Budgets.DegradeStage.ReflexesOnly || reports.Any(report => report.OutOfBudget);
        var missing = reports.SelectMany(report => report.Missing)
            .Concat(evidence.Judgement.Acceptance.Where(test => !test.Passed).Select(test => $"{test.Name}: {test.Detail}"))
            .Concat(evidence.Judgement.Contradictions)
            .Concat(evidence.Judgement.Acceptance.Count == 0 && evidence.Empty ? reports.Select(report => report.Summary) : [])
            .Distinct(StringComparer.Ordinal).Take(12).ToArray();
        return new Ending
        {
            Kind = "partial",
            Summary = ruling.Reason.Length == 0 ? ruling.Rule : $"{ruling.Rule}: {ruling.Reason}",
            Missing = missing.Length > 0 ? missing : [ruling.Reason],
            Files = [.. fused.Shadow.Changes.Changes.Select(change => change.Path.Value)],
            Diff = fused.Shadow.Changes.IsEmpty
                ? null
                : (await journal.KeepAsync(Encoding.UTF8.GetBytes(fused.Shadow.Changes.ToUnifiedDiff()), cancellationToken)).Value,
            OutOfBudget = outOfBudget,
            // That red tests are no proof is no verdict on the change.
            Denied = evidence is { Objections.Verdict: "deny", Judgement.Green: true } || ruling.Rule == "a person decides",
        };
    }

    private static ValueTask RecordAsync(StepJournal journal, Ruling ruling) =>
        journal.DecideAsync(new BrainDecided(journal.Step, ruling.Rule, ruling.Choice.ToString().ToLowerInvariant(),
            [.. Enum.GetValues<Choice>()
                .Select(choice =>
                    new Candidate(choice.ToString().ToLowerInvariant(), choice == ruling.Choice ? 1 : 0))],
            Short(ruling.Reason)));

    private static T? Value<T>(StepContext context, string argument, Func<JsonElement, T?> read) where T : class =>
        Fusion.Reports(context.Arguments[argument].Value).LastOrDefault()?.Value is { } value ? read(value) : null;

    private static string Short(string text) => text.Length <= 400 ? text : text[..400] + "…";
}
