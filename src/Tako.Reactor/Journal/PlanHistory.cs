using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Tako.Core.Faults;
using Tako.Core.Labels;
using Tako.Core.Ledger;
using Tako.Reactor.Plans;

using StreamWriter = Tako.Core.Ledger.StreamWriter;

namespace Tako.Reactor.Journal;

/// <summary>What the journal knows of one step.</summary>
internal sealed class StepRecord
{
    public StepStatus Status { get; set; }
    public int Attempts { get; set; }
    public int Retries { get; set; }
    public long FirstStarted { get; set; }
    public long LastStarted { get; set; }
    public DateTimeOffset RetryDue { get; set; }
    public StepCompleted? Completed { get; set; }
    public BlobRef? ValueBlob { get; set; }
    public long CompletedSeq { get; set; }
    public StepsAdded? Added { get; set; }
    public BlobRef? AddedBlob { get; set; }
    public bool MayHaveHappened { get; set; }
    public bool Undone { get; set; }
    public bool Opened { get; set; }
    public string Why { get; set; } = "";
}

/// <summary>The newest plan of a stream and all that was journaled about it: what resuming starts from.</summary>
internal sealed class PlanHistory
{
    private readonly Dictionary<string, StepRecord> _steps = [];

    public LedgerEvent? Accepted { get; private set; }
    public StepNote? Failing { get; private set; }
    public bool Completed { get; private set; }
    public bool Failed { get; private set; }
    public List<string> Undone { get; } = [];
    public List<NotUndone> NotUndone { get; } = [];

    public static PlanHistory Fold(IEnumerable<LedgerEvent> events)
    {
        var history = new PlanHistory();
        foreach (var entry in events)
        {
            if (entry.Type == EventType.PlanAccepted)
                history = new PlanHistory { Accepted = entry };
            else
                history.Apply(entry);
        }

        return history;
    }

    public StepRecord? Find(string step) => _steps.GetValueOrDefault(step);

    /// <summary>The plan and its inputs, or null when their bodies have been erased.</summary>
    public async ValueTask<(Plan Plan, Dictionary<string, Labeled<JsonElement>> Inputs)?> LoadAsync(IBlobStore blobs,
        CancellationToken cancellationToken)
    {
        var plan = await blobs.GetAsync(Accepted!.Tenant, Accepted.Blobs[0], cancellationToken);
        var inputs = await blobs.GetAsync(Accepted.Tenant, Accepted.Blobs[1], cancellationToken);
        if (plan is not { } json || inputs is not { } given)
            return null;
        // It was checked when it was accepted; limits that have become narrower since do not apply to it.
        var anything = new PlanLimits { Steps = int.MaxValue, Depth = 100, Arguments = int.MaxValue, Attempts = int.MaxValue };
        return PlanJson.Read(json, anything) is not Parsed<Plan>.Ok(var read)
            ? null
            : (read, JsonSerializer.Deserialize(given.Span, JournalJson.Default.AcceptedInputs)!.Inputs.ToDictionary(
                pair => pair.Key, pair => new Labeled<JsonElement>(pair.Value.Value, pair.Value.Label.ToLabel())));
    }

    /// <summary>A finished step's value, or null when its body has been erased.</summary>
    public static async ValueTask<StoredValue?> ValueAsync(StepRecord record, StreamWriter journal, CancellationToken cancellationToken)
    {
        var completed = record.Completed!;
        var label = completed.Label?.ToLabel() ?? StepLabels.Tool;
        if (record.ValueBlob is not { } blob)
            return new StoredValue(completed.Value ?? StoredValue.Null, label, completed.Hash, null);
        return await journal.Blobs.GetAsync(journal.Tenant, blob, cancellationToken) is { } bytes
            ? new StoredValue(JsonElement.Parse(bytes.Span), label, completed.Hash, blob)
            : null;
    }

    /// <summary>What attempts of one step wrote themselves: the events that <paramref name="firstStarted"/> or a
    /// later attempt led to.</summary>
    public static async ValueTask<IReadOnlyList<LedgerEvent>> InnerAsync(string step, long firstStarted, StreamWriter journal,
        CancellationToken cancellationToken)
    {
        var ours = new HashSet<long>();
        var inner = new List<LedgerEvent>();
        await foreach (var entry in journal.Ledger.ReadAsync(journal.Tenant, journal.Stream, firstStarted, cancellationToken))
        {
            if (entry.Type == EventType.StepStarted)
            {
                if (Read(entry, JournalJson.Default.StepStarted).Step == step)
                    ours.Add(entry.Seq);
            }
            else if (entry.Cause is { } cause && ours.Contains(cause) && entry.Actor != "reactor" && ours.Add(entry.Seq))
            {
                inner.Add(entry);
            }
        }

        return inner;
    }

    private static T Read<T>(LedgerEvent entry, JsonTypeInfo<T> json) => JsonSerializer.Deserialize(entry.Body.Span, json)!;

    private StepRecord Of(string step)
    {
        if (!_steps.TryGetValue(step, out var record))
            _steps[step] = record = new StepRecord();
        return record;
    }

    private void Apply(LedgerEvent entry)
    {
        switch (entry.Type)
        {
            case EventType.StepStarted:
                var started = Read(entry, JournalJson.Default.StepStarted);
                var record = Of(started.Step);
                record.Status = StepStatus.Running;
                record.Attempts = started.Attempt;
                record.MayHaveHappened = false;
                record.FirstStarted = record.FirstStarted == 0 ? entry.Seq : record.FirstStarted;
                record.LastStarted = entry.Seq;
                break;
            case EventType.StepCompleted:
                var completed = Read(entry, JournalJson.Default.StepCompleted);
                record = Of(completed.Step);
                record.Status = StepStatus.Done;
                record.Completed = completed;
                record.ValueBlob = entry.Blobs.Count > 0 ? entry.Blobs[0] : null;
                record.CompletedSeq = entry.Seq;
                break;
            case EventType.StepsAdded:
                var added = Read(entry, JournalJson.Default.StepsAdded);
                record = Of(added.Step);
                record.Added = added;
                record.AddedBlob = entry.Blobs[0];
                record.CompletedSeq = entry.Seq;
                break;
            case EventType.StepRetrying:
                var retrying = Read(entry, JournalJson.Default.StepRetrying);
                record = Of(retrying.Step);
                record.Status = StepStatus.Retrying;
                record.Retries++;
                record.RetryDue = entry.Time + TimeSpan.FromMilliseconds(retrying.WaitMs);
                break;
            case EventType.StepAsked:
                var asked = Read(entry, JournalJson.Default.StepAsked);
                record = Of(asked.Step);
                record.Status = StepStatus.Asking;
                record.MayHaveHappened = asked.Purpose == "repeat";
                record.Why = asked.Why ?? "";
                break;
            case EventType.StepOpened:
                Of(Read(entry, JournalJson.Default.StepOpened).Step).Opened = true;
                break;
            case EventType.StepSkipped or EventType.StepHalted or EventType.StepFailed:
                var note = Read(entry, JournalJson.Default.StepNote);
                Of(note.Step).Why = note.Why;
                Of(note.Step).Status = entry.Type switch
                {
                    EventType.StepSkipped => StepStatus.Skipped,
                    EventType.StepHalted => StepStatus.Halted,
                    _ => StepStatus.Failed,
                };
                break;
            case EventType.StepUndone:
                note = Read(entry, JournalJson.Default.StepNote);
                Of(note.Step).Undone = true;
                Undone.Add(note.Step);
                break;
            case EventType.StepNotUndone:
                note = Read(entry, JournalJson.Default.StepNote);
                Of(note.Step).Undone = true;
                NotUndone.Add(new NotUndone(note.Step, note.Why));
                break;
            case EventType.PlanFailing:
                Failing = Read(entry, JournalJson.Default.StepNote);
                break;
            case EventType.PlanFailed:
                Failed = true;
                break;
            case EventType.PlanCompleted:
                Completed = true;
                break;
        }
    }
}
