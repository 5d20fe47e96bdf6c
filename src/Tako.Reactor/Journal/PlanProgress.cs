using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Tako.Reactor.Plans;

namespace Tako.Reactor.Journal;

/// <summary>Follows a plan event by event, for a live display. Not safe for concurrent use.</summary>
public sealed class PlanProgress
{
    private readonly Plan? _plan;
    private readonly Dictionary<string, Entry> _steps = new(StringComparer.Ordinal);
    private readonly List<Entry> _roots = [];
    private PlanState _state = new();

    private sealed class Entry
    {
        public required StepState State { get; set; }
        public List<Entry> Children { get; } = [];

        public StepState Frozen() => Children.Count == 0 ? State : State with { Children = [.. Children.Select(child => child.Frozen())] };
    }

    /// <param name="plan">When given, its steps are there from the beginning, waiting.</param>
    public PlanProgress(Plan? plan = null)
    {
        _plan = plan;
        Outline();
    }

    /// <summary>A picture of this moment that later events do not change.</summary>
    public PlanState State => _state with { Steps = [.. _roots.Select(root => root.Frozen())] };

    public void Apply(ReactorEvent entry)
    {
        switch (entry.Type)
        {
            case EventType.PlanAccepted:
                var accepted = Read(entry, JournalJson.Default.PlanAccepted);
                _steps.Clear();
                _roots.Clear();
                _state = new PlanState { Name = accepted.Name, Version = accepted.Version, Status = PlanStatus.Running };
                Outline();
                break;
            case EventType.PlanResumed when _state.Status == PlanStatus.Halted:
                _state = _state with { Status = PlanStatus.Running, Why = null };
                break;
            case EventType.PlanHalted:
                var halted = Read(entry, JournalJson.Default.PlanHalted);
                _state = _state with { Status = PlanStatus.Halted, Why = string.Join(" ", halted.Reasons) };
                break;
            case EventType.PlanFailing or EventType.PlanFailed:
                var failed = Read(entry, JournalJson.Default.StepNote);
                var status = entry.Type == EventType.PlanFailed ? PlanStatus.Failed : PlanStatus.Failing;
                _state = _state with { Status = status, Why = $"{failed.Step}: {failed.Why}" };
                break;
            case EventType.PlanCompleted:
                _state = _state with { Status = PlanStatus.Done, Why = null };
                break;
            case EventType.StepOpened:
                var opened = Read(entry, JournalJson.Default.StepOpened);
                Change(opened.Step, step => step with { Use = opened.Use, Status = StepStatus.Running, Started = entry.Time });
                break;
            case EventType.StepStarted:
                var started = Read(entry, JournalJson.Default.StepStarted);
                Change(started.Step, step => step with
                {
                    Use = started.Use,
                    Status = StepStatus.Running,
                    Attempts = started.Attempt,
                    Model = started.Model,
                    Started = step.Started ?? entry.Time,
                    StartedSeq = entry.Seq,
                    Why = null,
                    Approval = null,
                });
                break;
            case EventType.StepCompleted:
                var completed = Read(entry, JournalJson.Default.StepCompleted);
                End(completed.Step, StepStatus.Done, null, entry.Time, completed.Hash);
                break;
            case EventType.StepRetrying:
                var retrying = Read(entry, JournalJson.Default.StepRetrying);
                Change(retrying.Step, step => step with { Status = StepStatus.Retrying, Why = retrying.Why });
                break;
            case EventType.StepAsked:
                var asked = Read(entry, JournalJson.Default.StepAsked);
                Change(asked.Step, step => step with { Status = StepStatus.Asking, Approval = asked.Approval, Why = asked.Why });
                break;
            case EventType.StepHalted:
                Noted(entry, StepStatus.Halted);
                break;
            case EventType.StepSkipped:
                Noted(entry, StepStatus.Skipped);
                break;
            case EventType.StepFailed:
                Noted(entry, StepStatus.Failed);
                break;
            case EventType.StepStopped:
                Noted(entry, StepStatus.Stopped);
                break;
            case EventType.StepUndone:
                Noted(entry, StepStatus.Undone);
                break;
            case EventType.StepNotUndone:
                var kept = Read(entry, JournalJson.Default.StepNote);
                Change(kept.Step, step => step with { Why = kept.Why });
                break;
        }
    }

    private static T Read<T>(ReactorEvent entry, JsonTypeInfo<T> json) => JsonSerializer.Deserialize(entry.Body.Span, json)!;

    private void Outline()
    {
        if (_plan is not null)
            Outline(_plan, "");
    }

    private void Outline(Plan plan, string parent)
    {
        foreach (var step in plan.Steps)
        {
            Change(parent + step.Name, state => state with { Use = step.Use });
            if (step is { Plan: { } inner, Each: null })
                Outline(inner, $"{parent}{step.Name}/");
        }
    }

    private void Noted(ReactorEvent entry, StepStatus status)
    {
        var note = Read(entry, JournalJson.Default.StepNote);
        End(note.Step, status, note.Why.Length == 0 ? null : note.Why, entry.Time, null);
    }

    private void End(string id, StepStatus status, string? why, DateTimeOffset at, string? hash) => Change(id, step => step with
    {
        Status = status,
        Why = why,
        Approval = null,
        Ended = at,
        ValueHash = hash ?? step.ValueHash,
    });

    private void Change(string id, Func<StepState, StepState> change)
    {
        var entry = Find(id);
        entry.State = change(entry.State);
    }

    private Entry Find(string id)
    {
        if (_steps.TryGetValue(id, out var entry))
            return entry;
        var split = Split(id);
        entry = new Entry { State = new StepState { Step = id, Name = id[split.Name..] } };
        _steps[id] = entry;
        (split.Parent is { } parent ? Find(parent).Children : _roots).Add(entry);
        return entry;
    }

    /// <summary>Where the step's own name begins, and its parent: an item's is the list, another step's the one it stands under.</summary>
    private static (string? Parent, int Name) Split(string id)
    {
        if (id.EndsWith(']'))
        {
            var open = id.LastIndexOf('[');
            return (id[..open], open);
        }

        var within = 0;
        for (var at = id.Length - 1; at >= 0; at--)
        {
            within += id[at] == ']' ? 1 : id[at] == '[' ? -1 : 0;
            if (within == 0 && id[at] == '/')
                return (id[..at], at + 1);
        }

        return (null, 0);
    }
}
