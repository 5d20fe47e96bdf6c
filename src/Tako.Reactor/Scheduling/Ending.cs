using System.Text.Json;
using Tako.Core.Contracts;
using Tako.Core.Labels;
using Tako.Reactor.Journal;

namespace Tako.Reactor.Scheduling;

/// <summary>How a plan ends: what is journaled last, and what is told of it.</summary>
internal sealed class Ending(RunState state, Unwinder unwinder)
{
    public async ValueTask<PlanOutcome> DoneAsync(Scope root)
    {
        var output = Joined.Output(root);
        if (state.History?.Completed != true)
            state.Batch.Add(EventType.PlanCompleted, new PlanNote(state.Graph.All.Count), JournalJson.Default.PlanNote, durable: true);
        await state.Batch.FlushAsync(CancellationToken.None);
        return Values(root, output);
    }

    public async ValueTask<PlanOutcome> HaltedAsync()
    {
        List<string> pending = [.. state.Asking.Select(node => node.Approval!).Order(StringComparer.Ordinal)];
        var body = new PlanHalted([.. state.Reasons.Take(4)], [.. pending.Take(100)]);
        state.Batch.Add(EventType.PlanHalted, body, JournalJson.Default.PlanHalted, durable: true);
        await state.Batch.FlushAsync(CancellationToken.None);
        return new PlanOutcome.Halted(state.Reasons, pending);
    }

    public async ValueTask<PlanOutcome> FailedAsync(CancellationToken stop)
    {
        await state.Batch.FlushAsync(CancellationToken.None);
        List<string> undone = [.. state.History?.Undone ?? []];
        List<NotUndone> notUndone = [.. state.History?.NotUndone ?? []];
        foreach (var node in state.Graph.All.Where(MayHaveHappened).Where(node => node.Record?.Undone != true))
        {
            const string Why = "Its result was lost; whether its effect happened is not known.";
            notUndone.Add(new NotUndone(node.Id, Why));
            state.Batch.Note(EventType.StepNotUndone, node.Id, Why, durable: true);
        }

        await unwinder.RunAsync(state.Finished, undone, notUndone, stop);
        var (step, why) = state.Failure!.Value;
        state.Batch.Note(EventType.PlanFailed, step, why, durable: true);
        await state.Batch.FlushAsync(CancellationToken.None);
        return new PlanOutcome.Failed(step, why, undone, notUndone);
    }

    private static PlanOutcome.Done Values(Scope root, Labeled<JsonElement> output) => new(
        root.Steps.Values.Where(node => node.Value is not null).ToDictionary(
            node => node.Spec.Name, node => new Labeled<JsonElement>(node.Value!.Value, node.Value.Label)),
        output);

    /// <summary>Whether an attempt of the step began that nothing is known to have ended, and that can have changed something.</summary>
    private static bool MayHaveHappened(Node node) =>
        node.Spec.Effect is EffectKind.Probeable or EffectKind.Irreversible && !node.IsFinished
        && (node.Status is StepStatus.Running or StepStatus.Stopped || node.Record is { Status: StepStatus.Running, Added: null }
            || node.Record?.MayHaveHappened == true);
}
