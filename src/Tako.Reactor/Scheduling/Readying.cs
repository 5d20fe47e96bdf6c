using System.Text;
using System.Text.Json;
using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Core.Labels;
using Tako.Core.Ledger;
using Tako.Reactor.Journal;
using Tako.Reactor.Plans;
using Tako.Reactor.Steps;

using StreamWriter = Tako.Core.Ledger.StreamWriter;

namespace Tako.Reactor.Scheduling;

/// <summary>
/// What becomes of a step that has all it waits for: (1) what the journal says of it, (2) skipped, (3) opened as a list,
/// (4) its arguments resolved, (5) a person asked, (6) opened as a nested plan, (7) made runnable.
/// </summary>
internal sealed class Readying(RunState state, ReactorOptions options, IReadOnlyDictionary<string, IStepKind> kinds, Questions questions,
    StreamWriter journal, TimeProvider time)
{
    /// <summary>Steps whose wait for another attempt began in an earlier process.</summary>
    public List<(Node Node, TimeSpan Wait)> StillWaiting { get; } = [];

    public async ValueTask ReadyAsync(Node node, CancellationToken cancellationToken)
    {
        var record = node.Record ??= state.History?.Find(node.Id);
        if (record is not null && node.Status == StepStatus.Waiting && node.Attempt == 0)
            (node.Attempt, node.Retries, node.FirstStarted, node.StartedSeq) =
                (record.Attempts, record.Retries, record.FirstStarted, record.LastStarted);
        var holds = node.Spec.Use == PlanStep.Nested || node.Spec.Each is not null;
        if (record?.Status == StepStatus.Skipped)
        {
            node.Status = StepStatus.Skipped;
            state.Graph.Close(node);
            return;
        }

        if (record?.Status == StepStatus.Failed)
        {
            node.Status = StepStatus.Failed;
            if (state.Failure is null)
                state.Fail(node, record.Why);
            return;
        }

        var known = record is { Status: StepStatus.Done } or { Added: not null };
        if (state.Mode != Mode.Going && !known && (!holds || record?.Opened != true))
            return;
        if (!known && record is not { Attempts: > 0 } && Skipped(node) is { } why)
        {
            state.Skip(node, why);
            return;
        }

        var list = default(Labeled<JsonElement>);
        if (node.Spec.Each is { } each
            && ((why = Resolver.Find(each, node, out list)) is not null || list.Value.ValueKind != JsonValueKind.Array))
        {
            state.Fail(node, why ?? "'each' is not a list.");
            return;
        }

        if (list is null)
        {
            var (values, missing) = Resolver.Arguments(node);
            if (missing is not null)
            {
                state.Fail(node, missing);
                return;
            }

            node.Arguments = values;
        }

        node.Subject = Subject(node, list);
        node.EffectKey = StoredValue.HashOf($"{journal.Tenant}\n{journal.Stream}\n{state.Batch.Accepted}\n{node.Id}\n{node.Subject}")[..32];
        if (node.Spec.Approve is not null && !node.Approved && state.Mode == Mode.Going && record is not { Attempts: > 0 } && !known)
            await questions.MayRunAsync(node, cancellationToken);
        else if (list is not null)
            OpenList(node, list);
        else if (node.Spec.Use == PlanStep.Nested)
            OpenNested(node);
        else
            await LeafAsync(node, record, cancellationToken);
    }

    /// <summary>Puts together the value of a step whose items or inner steps are finished.</summary>
    public async ValueTask JoinAsync(Node node, CancellationToken cancellationToken)
    {
        var value = node.Items is { } items
            ? Joined.Of([.. items.Select(item => ("", new Labeled<JsonElement>(item.Value!.Value, item.Value.Label)))], isObject: false)
            : Joined.Output(node.Inner!);
        if (node.Record?.Status == StepStatus.Done)
            state.Restore(node, new StoredValue(value.Value, value.Label, node.Record.Completed!.Hash, node.Record.ValueBlob));
        else
        {
            var stored = await StoredValue.StoreAsync(value.Value, value.Label, journal, cancellationToken);
            state.Complete(node, stored, "joined", durable: false);
        }
    }

    private async ValueTask LeafAsync(Node node, StepRecord? record, CancellationToken cancellationToken)
    {
        if (!kinds.ContainsKey(node.Spec.Use) && record?.Status != StepStatus.Done)
        {
            state.Halt($"There is no step kind '{node.Spec.Use}' here, which step '{node.Id}' needs.");
            return;
        }

        if (record?.Added is { } added && !await AddedAsync(node, record, added, cancellationToken))
            return;
        switch (record?.Status)
        {
            case StepStatus.Done when record.Added?.Output is not null:
                break;
            case StepStatus.Done:
                if (await PlanHistory.ValueAsync(record, journal, cancellationToken) is { } value)
                    state.Restore(node, value);
                else
                    state.Halt($"The value of step '{node.Id}' was erased, so that the plan cannot go on.");
                break;
            case not null when record.Added is not null:
                break;
            case StepStatus.Retrying when record.RetryDue > time.GetUtcNow():
                node.Status = StepStatus.Retrying;
                StillWaiting.Add((node, record.RetryDue - time.GetUtcNow()));
                break;
            case StepStatus.Asking when record.MayHaveHappened:
                await questions.MayRepeatAsync(node, record.Why, cancellationToken);
                break;
            case StepStatus.Running when node.Spec.Effect == EffectKind.Probeable:
                state.Runnable.Enqueue((node, Errand.Probe, ""));
                break;
            case StepStatus.Running when node.Spec.Effect == EffectKind.Irreversible:
                await questions.MayRepeatAsync(node, "Its result was lost when the process ended.", cancellationToken);
                break;
            default:
                state.Runnable.Enqueue((node, Errand.Run, ""));
                break;
        }
    }

    private async ValueTask<bool> AddedAsync(Node node, StepRecord record, StepsAdded added, CancellationToken cancellationToken)
    {
        var json = await journal.Blobs.GetAsync(journal.Tenant, record.AddedBlob!.Value, cancellationToken);
        var anything = new PlanLimits { Steps = int.MaxValue, Depth = 100, Arguments = int.MaxValue, Attempts = int.MaxValue };
        if (json is not { } bytes || PlanJson.Read(bytes, anything) is not Parsed<Plan>.Ok(var plan))
        {
            state.Halt($"The steps that '{node.Id}' added were erased, so that the plan cannot go on.");
            return false;
        }

        state.AddedSteps += added.Count;
        node.Order = record.CompletedSeq;
        state.Finished.Add(node);
        state.Graph.OpenScope(plan, node, node.Arguments, node.Scope.Depth + 1, added.Output is not null);
        return true;
    }

    private void OpenList(Node node, Labeled<JsonElement> list)
    {
        var count = list.Value.GetArrayLength();
        state.AddedSteps += count;
        if (state.AddedSteps > options.AddedSteps)
        {
            state.Fail(node, $"Its list has {count} items, which is more than the plan may still add (limit {options.AddedSteps}).");
            return;
        }

        Opened(node, count);
        state.Graph.OpenItems(node, list);
    }

    private void OpenNested(Node node)
    {
        Opened(node, node.Spec.Plan!.Steps.Count);
        state.Graph.OpenScope(node.Spec.Plan, node, node.Arguments, node.Scope.Depth + 1, givesValue: true);
    }

    private void Opened(Node node, int count)
    {
        node.Status = StepStatus.Running;
        if (node.Record?.Opened != true)
        {
            var body = new StepOpened(node.Id, node.Spec.Use, count);
            state.Batch.Add(EventType.StepOpened, body, JournalJson.Default.StepOpened, durable: false);
        }
    }

    /// <summary>Why the step is not to run, or null.</summary>
    private static string? Skipped(Node node)
    {
        var spec = node.Spec;
        if (node.List is null && !spec.EvenIfSkipped)
        {
            foreach (var name in Dependencies.Of(spec).Where(name => node.Scope.Steps[name].Status == StepStatus.Skipped))
            {
                var asked = spec.When?.Ends.Contains(name) == true;
                var replaced = !spec.After.Contains(name) && References(spec, name).All(reference => reference.Else is not null);
                if (!asked && !replaced)
                    return $"It depends on '{name}', which was skipped.";
            }
        }

        return spec.When is { } when && !Resolver.Holds(when, node) ? "Its condition does not hold." : null;
    }

    private static IEnumerable<Argument.FromStep> References(PlanStep spec, string name) =>
        spec.With.Values.Append(spec.Each).Concat(spec.When?.Arguments ?? []).OfType<Argument>().SelectMany(Within)
            .OfType<Argument.FromStep>().Where(reference => reference.Name == name);

    private static IEnumerable<Argument> Within(Argument argument) => argument switch
    {
        Argument.List list => list.Items.SelectMany(Within),
        Argument.Object members => members.Members.Values.SelectMany(Within),
        _ => [argument],
    };

    /// <summary>Hash of exactly what would be done: the kind, the resolved arguments and, for a nested plan, the plan.</summary>
    private static string Subject(Node node, Labeled<JsonElement>? list)
    {
        var text = new StringBuilder(node.Spec.Use);
        foreach (var name in node.Arguments.Keys.Order(StringComparer.Ordinal))
            text.Append('\n').Append(name).Append(' ').Append(StoredValue.HashOf(node.Arguments[name].Value));
        if (list is not null)
            text.Append("\neach ").Append(StoredValue.HashOf(list.Value)).Append(Described(node.Spec));
        if (node.Spec.Plan is { } plan)
            text.Append("\nplan ").Append(StoredValue.HashOf(PlanJson.Write(plan).Span));
        return StoredValue.HashOf(text.ToString());
    }

    // The arguments of a list's step may depend on the item; as written in the plan they say what would be done with each.
    private static string Described(PlanStep spec) =>
        StoredValue.HashOf(PlanJson.Write(new Plan { Name = "", Steps = [spec with { Model = null, Retry = null }] }).Span);
}
