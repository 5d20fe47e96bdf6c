using Tako.Reactor.Journal;

namespace Tako.Reactor.Scheduling;

/// <summary>Whether steps are still being started, and if not, why.</summary>
internal enum Mode { Going, Halting, Failing, Stopping }

/// <summary>What the parts of one running plan share. Only the scheduler's loop touches it.</summary>
internal sealed class RunState(EventBatch batch, PlanHistory? history)
{
    /// <summary>How a step was completed whose failure was answered with a value: it has no effect of its own to undo.</summary>
    public const string Compensated = "compensated";

    public EventBatch Batch => batch;

    /// <summary>What an earlier process journaled, or null in a first run.</summary>
    public PlanHistory? History => history;

    public Graph Graph { get; } = new();

    public Mode Mode { get; set; } = history?.Failing is null ? Mode.Going : Mode.Failing;

    /// <summary>Leaves whose effect is finished, for undoing.</summary>
    public List<Node> Finished { get; } = [];

    public Queue<(Node Node, Errand Errand, string Why)> Runnable { get; } = [];

    public List<Node> Asking { get; } = [];

    public List<string> Reasons { get; } = [];

    public (string Step, string Why)? Failure { get; set; } =
        history?.Failing is { } failing ? (failing.Step, failing.Why) : null;

    public int AddedSteps { get; set; }

    public void Complete(Node node, StoredValue value, string? how, bool durable)
    {
        node.Value = value;
        node.Status = StepStatus.Done;
        var leaf = node.IsLeaf && node.Inner is null && how != Compensated;
        if (leaf)
            Finished.Add(node);
        var label = value.Label.Equals(StepLabels.Tool) ? null : LabelBody.From(value.Label);
        var body = new StepCompleted(node.Id, node.Attempt, value.Blob is null ? value.Value : null, value.Hash, label, how);
        batch.Add(EventType.StepCompleted, body, JournalJson.Default.StepCompleted, durable, node.StartedSeq > 0 ? node.StartedSeq : null,
            value.Blob, written: seq => node.Order = leaf ? seq : node.Order);
        Graph.Close(node);
    }

    /// <summary>Takes a finished step over from the journal.</summary>
    public void Restore(Node node, StoredValue value)
    {
        node.Value = value;
        node.Status = StepStatus.Done;
        if (node.IsLeaf && node.Inner is null && node.Record!.Completed!.How != Compensated)
        {
            node.Order = node.Record.CompletedSeq;
            Finished.Add(node);
        }

        Graph.Close(node);
    }

    public void Skip(Node node, string why)
    {
        node.Status = StepStatus.Skipped;
        batch.Note(EventType.StepSkipped, node.Id, why, durable: false);
        Graph.Close(node);
    }

    public void Fail(Node node, string why)
    {
        node.Status = StepStatus.Failed;
        batch.Note(EventType.StepFailed, node.Id, why, durable: true, node.StartedSeq > 0 ? node.StartedSeq : null);
        if (Failure is not null)
            return;
        Failure = (node.Id, EventBatch.Cut(why));
        batch.Note(EventType.PlanFailing, node.Id, why, durable: true);
        if (Mode != Mode.Stopping)
            Mode = Mode.Failing;
        Runnable.Clear();
    }

    public void Halt(string why)
    {
        Reasons.Add(EventBatch.Cut(why));
        if (Mode == Mode.Going)
            Mode = Mode.Halting;
    }
}
