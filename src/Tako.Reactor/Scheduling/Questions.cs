using System.Text.Json;
using Tako.Core.Approvals;
using Tako.Core.Identity;
using Tako.Reactor.Journal;
using StreamWriter = Tako.Core.Ledger.StreamWriter;

namespace Tako.Reactor.Scheduling;

/// <summary>
/// What is asked of a person: whether a step may run, and what became of an effect whose result was lost. An id follows
/// from the task, the step and exactly what would be done, so that a restart finds the question again, and another
/// subject is another question.
/// </summary>
internal sealed class Questions(RunState state, ApprovalBook approvals, StreamWriter journal)
{
    /// <summary>Asks whether the step may run, unless a person has said so already.</summary>
    public ValueTask MayRunAsync(Node node, CancellationToken cancellationToken) => AskAsync(node, "run", node.Spec.Approve!, "",
        [$"step: {node.Id}", $"kind: {node.Spec.Use}", $"effect: {node.Spec.Effect}",
            .. node.Arguments.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => $"argument {pair.Key}: sha256 {StoredValue.HashOf(pair.Value.Value)}")],
        cancellationToken);

    /// <summary>Asks what became of an effect that may or may not have happened.</summary>
    public ValueTask MayRepeatAsync(Node node, string why, CancellationToken cancellationToken)
    {
        node.Record ??= new StepRecord();
        node.Record.MayHaveHappened = true;
        node.Record.Why = why;
        return AskAsync(node, "repeat", $"Step '{node.Id}' may or may not have had its effect. Run it again?", why,
            [why, "approve: it did not happen, run it again",
                "deny: do not run it again; the step counts as failed",
                "deny with the note {\"happened\": VALUE}: it did happen, and VALUE (JSON) is what the step gave"],
            cancellationToken);
    }

    /// <summary>Looks whether questions were answered since; true when one was.</summary>
    public async ValueTask<bool> LookAsync(CancellationToken cancellationToken)
    {
        var answered = false;
        foreach (var node in state.Asking.ToArray())
        {
            if (await approvals.FindAsync(node.Approval!, cancellationToken) is { State: not ApprovalState.Pending } approval)
            {
                answered = true;
                state.Asking.Remove(node);
                await DecidedAsync(node, approval, cancellationToken);
            }
        }

        return answered;
    }

    private async ValueTask AskAsync(Node node, string purpose, string question, string why, IReadOnlyList<string> details,
        CancellationToken cancellationToken)
    {
        var round = purpose == "run" ? 0 : node.Attempt;
        var id = "a-" + StoredValue.HashOf($"{journal.Stream}\n{node.Id}\n{purpose}\n{round}\n{node.Subject}")[..20];
        var stream = journal.Stream.Value;
        var approval = await approvals.AskAsync(new ApprovalRequest
        {
            Id = id,
            Task = new TaskId(stream.StartsWith(TaskId.Streams, StringComparison.Ordinal) ? stream[TaskId.Streams.Length..] : stream),
            Asker = $"step/{node.Id}",
            Question = question,
            SubjectHash = node.Subject,
            Details = details,
        }, cancellationToken);
        node.Approval = id;
        if (approval.State != ApprovalState.Pending)
        {
            await DecidedAsync(node, approval, cancellationToken);
            return;
        }

        node.Status = StepStatus.Asking;
        state.Asking.Add(node);
        var body = new StepAsked(node.Id, id, purpose, why.Length == 0 ? null : EventBatch.Cut(why));
        state.Batch.Add(EventType.StepAsked, body, JournalJson.Default.StepAsked, durable: true,
            node.StartedSeq > 0 ? node.StartedSeq : null);
    }

    private async ValueTask DecidedAsync(Node node, Approval approval, CancellationToken cancellationToken)
    {
        var repeat = node.Record?.MayHaveHappened == true;
        node.Status = StepStatus.Waiting;
        if (approval.State == ApprovalState.Granted)
        {
            if (repeat)
                state.Runnable.Enqueue((node, Errand.Run, ""));
            else
                state.Graph.Ready(node);
            node.Approved = true;
            node.Record?.MayHaveHappened = false;
            return;
        }

        var end = approval.State == ApprovalState.Expired ? "ran out undecided" : $"was denied by {approval.DecidedBy}";
        if (!repeat)
            state.Fail(node, $"Approval {approval.Request.Id} {end}; the step was not run.");
        else if (Happened(approval.Note) is { } value)
            state.Complete(node, await StoredValue.StoreAsync(value, StepLabels.Told, journal, cancellationToken), "told", true);
        else
            state.Runnable.Enqueue((node, Errand.Compensate,
                $"{node.Record!.Why} Whether its effect happened is not known, and approval {approval.Request.Id} to run it again {end}."));
    }

    private static JsonElement? Happened(string? note)
    {
        try
        {
            return note is not null && JsonElement.Parse(note) is { ValueKind: JsonValueKind.Object } said
                && said.TryGetProperty("happened", out var value) ? value : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
