using System.Text;
using System.Text.Json;
using Tako.Arms;
using Tako.Core.Budgets;
using Tako.Core.Capabilities;
using Tako.Core.Labels;
using Tako.Core.Ledger;
using Tako.Limbs;
using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Reactor.Steps;
using Tako.Reports;
using Tako.Tasks;
using Tako.Tools;
using Tako.Tools.Survey;
using Tako.Workspace.Overlay;

namespace Tako.Brain.Steps;

/// <summary>
/// Puts an arm to work for a step: gives it a shadow with the work so far, a grant that holds its own tools and nothing
/// else, a metered model, its memory and a fresh trace, and writes its report to the ledger.
/// </summary>
internal sealed class ArmDesk(TaskSession session)
{
    public async ValueTask<ArmOutcome> WorkAsync(IArm arm, StepContext step, Assignment assignment, CancellationToken cancellationToken)
    {
        var actor = $"arm/{arm.Name}";
        var journal = new StepJournal(step, actor);
        var trace = new TraceRecorder();
        var held = session.Grant.Capabilities.Where(capability => arm.Tools.Contains(capability.Tool)).ToArray();
        if (session.Grant.Attenuate(actor, held) is not AttenuateOutcome.Granted { Grant: var grant })
            throw new InvalidOperationException($"{actor} was given more than its task has.");
        var exposure = new Exposure();
        var reflexes = new StepReflexes(session.Reflexes, journal, session.Time);
        var tools = new Toolbox(session, grant, Available(arm), trace, journal, exposure, reflexes);
        var fused = await Fusion.JoinAsync(session.Disk,
            assignment.Inputs.OrderBy(input => input.Key, StringComparer.Ordinal)
                .Select(input => input.Value.Value),
            journal, cancellationToken);
        await using var senses = new LimbSenses(session, journal, grant, exposure, trace);
        var model = arm.Tools.Contains("model") && (step.Model ?? session.Model) is { } name
            ? new ModelVoice(session, journal, grant, exposure, trace, reflexes, name)
            : null;
        exposure.Show("goal", assignment.Inputs.Count == 0 ? Labels.User("contract") : assignment.Label());
        var limb = senses.Open(fused.Shadow, assignment.Sense()?.Test);
        tools.Attach(limb);
        var context = new ArmContext
        {
            Contract = session.Contract,
            Model = model,
            Tools = tools,
            Limb = limb,
            Memory = session.MemoryOf(arm.Name).Through(text => Recalled(text, arm, exposure, reflexes)),
            Trace = trace,
            Saying = words => session.Saying(step.Step, words),
            Journal = journal,
            Reflexes = reflexes,
        };
        session.Saying(step.Step, $"{arm.Name}: {assignment.Goal}");
        var outcome = await GuardedAsync(arm, assignment, context, cancellationToken);
        await reflexes.FlushAsync();
        await ReportAsync(arm, step, journal, outcome, cancellationToken);
        return outcome;
    }

    private static string Recalled(string text, IArm arm, Exposure exposure, StepReflexes reflexes)
    {
        var label = Labels.Memory($"memory of {arm.Name}");
        exposure.Show(label.Sources[0], label);
        return reflexes.Show(text, label, "memory");
    }

    private static async ValueTask<ArmOutcome> GuardedAsync(IArm arm, Assignment assignment, ArmContext context,
        CancellationToken cancellationToken)
    {
        try
        {
            return await arm.WorkAsync(assignment, context, cancellationToken);
        }
        catch (CallRefusedException refused)
        {
            return Unfinished(arm, context, refused.Message,
                refused.OutOfBudget ? "the rest of the work: the budget ended first" : "the rest of the work",
                refused.OutOfBudget);
        }
        catch (ModelCallException failed)
        {
            return Unfinished(arm, context, failed.Failure.Message, "the rest of the work: the model gave no answer");
        }
    }

    private static ArmOutcome.Unfinished Unfinished(IArm arm, ArmContext context, string why, string missing,
        bool outOfBudget = false) => new(new ArmReport
    {
        Arm = arm.Name,
        Summary = why,
        Confidence = 0,
        Missing = [missing],
        OutOfBudget = outOfBudget,
        Trace = context.Trace.Trace,
    }, why, Final: true);

    private IEnumerable<ITool> Available(IArm arm)
    {
        ITool[] all = [new ReadTool(), new ListTool(), new SearchTool(), new SurveyTool(), new RunTool(session)];
        return all.Where(tool => arm.Tools.Contains(tool.Name)).Concat(arm.Bring());
    }

    private static async ValueTask ReportAsync(IArm arm, StepContext step, StepJournal journal, ArmOutcome outcome,
        CancellationToken cancellationToken)
    {
        if (Report(outcome) is not { } report)
            return;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(report, TaskJson.Default.ArmReport);
        var blob = await journal.KeepAsync(bytes, cancellationToken);
        var summary = report.Summary.Length <= 400 ? report.Summary : report.Summary[..400];
        await journal.AppendAsync("arm.reported", new ArmReported(step.Step, arm.Name, blob.Value, summary, report.Confidence),
            TaskJson.Default.ArmReported, [blob, .. Texts(report).Where(text => text != blob)], Durability.Relaxed);
    }

    // What an arm has read stays with its report, so that a claim can be held against it later.
    private static IEnumerable<BlobRef> Texts(ArmReport report) =>
        report.Trace.Actions.Select(action => action.Text).OfType<string>().Distinct(StringComparer.Ordinal)
            .Select(text => new BlobRef(text));

    public static ArmReport? Report(ArmOutcome outcome) => outcome switch
    {
        ArmOutcome.Done done => done.Report,
        ArmOutcome.Unfinished unfinished => unfinished.Partial,
        _ => null,
    };
}
