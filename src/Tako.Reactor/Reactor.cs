using System.Text.Json;
using Tako.Core.Approvals;
using Tako.Core.Faults;
using Tako.Core.Labels;
using Tako.Core.Ledger;
using Tako.Reactor.Journal;
using Tako.Reactor.Plans;
using Tako.Reactor.Scheduling;
using Tako.Reactor.Steps;

using StreamWriter = Tako.Core.Ledger.StreamWriter;

namespace Tako.Reactor;

/// <summary>
/// Runs plans as dataflow and journals every step, so that a plan can be resumed after any crash. One reactor runs any
/// number of plans, one at a time for each stream.
/// </summary>
public sealed class Reactor(
    ReactorOptions options,
    IEnumerable<IStepKind> kinds,
    IEnumerable<IReactorMiddleware> middleware,
    ApprovalBook approvals,
    TimeProvider time,
    Random random)
{
    private readonly Dictionary<string, IStepKind> _kinds = kinds.ToDictionary(kind => kind.Name, StringComparer.Ordinal);
    private readonly IReactorMiddleware[] _middleware = [.. middleware];

    /// <summary>What a plan may contain to be run here: the limits to read plans with.</summary>
    public PlanLimits Limits => options.Limits with { Uses = _kinds.Keys };

    /// <summary>Journals the plan and runs it to its end, or until it has to halt.</summary>
    /// <exception cref="ArgumentException">The plan is not valid here; read or build plans with <see cref="Limits"/>.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; what had finished is journaled and the plan can be resumed.</exception>
    public ValueTask<PlanOutcome> RunAsync(Plan plan, IReadOnlyDictionary<string, Labeled<JsonElement>> inputs, StreamWriter journal,
        CancellationToken cancellationToken = default) => RunAsync(plan, inputs, journal, CancellationToken.None, cancellationToken);

    /// <param name="halt">Asks for a halt: nothing new starts, and what runs is allowed to finish.</param>
    /// <inheritdoc cref="RunAsync(Plan, IReadOnlyDictionary{string, Labeled{JsonElement}}, StreamWriter, CancellationToken)"/>
    public async ValueTask<PlanOutcome> RunAsync(Plan plan, IReadOnlyDictionary<string, Labeled<JsonElement>> inputs, StreamWriter journal,
        CancellationToken halt, CancellationToken cancellationToken)
    {
        var limits = Limits with { Inputs = [.. inputs.Keys] };
        var faults = new PlanCheck(limits, (at, message) => new Fault(at, 0, message)).Check(plan);
        if (faults.Count > 0)
            throw new ArgumentException($"Plan '{plan.Name}' cannot be run: {string.Join("; ", faults)}", nameof(plan));
        cancellationToken.ThrowIfCancellationRequested();
        var given = new AcceptedInputs(inputs.ToDictionary(pair => pair.Key,
            pair => new LabeledValue(pair.Value.Value, LabelBody.From(pair.Value.Label))));
        var planBlob = await journal.Blobs.PutAsync(journal.Tenant, PlanJson.Write(plan), null, cancellationToken);
        var inputsBlob = await journal.Blobs.PutAsync(journal.Tenant,
            JsonSerializer.SerializeToUtf8Bytes(given, JournalJson.Default.AcceptedInputs), null, cancellationToken);
        var batch = new EventBatch(journal, _middleware, time);
        batch.Add(EventType.PlanAccepted, new PlanAccepted(plan.Name, plan.Version, plan.Steps.Count), JournalJson.Default.PlanAccepted,
            durable: true, null, planBlob, inputsBlob, seq => batch.Accepted = seq);
        await batch.FlushAsync(cancellationToken);
        return await GoAsync(plan, inputs, journal, batch, null, halt, cancellationToken);
    }

    /// <summary>Goes on with the newest plan of a stream from its events; what finished is not run again.</summary>
    /// <param name="history">The stream's events, at least from the newest accepted plan on.</param>
    /// <exception cref="ArgumentException">No plan was accepted in these events.</exception>
    public ValueTask<PlanOutcome> ResumeAsync(IReadOnlyList<LedgerEvent> history, StreamWriter journal,
        CancellationToken cancellationToken = default) => ResumeAsync(history, journal, CancellationToken.None, cancellationToken);

    /// <param name="halt">Asks for a halt: nothing new starts, and what runs is allowed to finish.</param>
    /// <inheritdoc cref="ResumeAsync(IReadOnlyList{LedgerEvent}, StreamWriter, CancellationToken)"/>
    public async ValueTask<PlanOutcome> ResumeAsync(IReadOnlyList<LedgerEvent> history, StreamWriter journal, CancellationToken halt,
        CancellationToken cancellationToken)
    {
        var past = PlanHistory.Fold(history);
        if (past.Accepted is null)
            throw new ArgumentException("These events hold no accepted plan, so that there is nothing to resume.", nameof(history));
        if (past is { Failed: true, Failing: { } failing })
            return new PlanOutcome.Failed(failing.Step, failing.Why, past.Undone, past.NotUndone);
        if (await past.LoadAsync(journal.Blobs, cancellationToken) is not var (plan, inputs))
            return new PlanOutcome.Halted(["The plan or its inputs were erased, so that it cannot be resumed."], []);
        var batch = new EventBatch(journal, _middleware, time) { Accepted = past.Accepted.Seq };
        if (!past.Completed)
            batch.Add(EventType.PlanResumed, new PlanNote(plan.Steps.Count), JournalJson.Default.PlanNote, durable: false);
        return await GoAsync(plan, inputs, journal, batch, past, halt, cancellationToken);
    }

    private async ValueTask<PlanOutcome> GoAsync(Plan plan, IReadOnlyDictionary<string, Labeled<JsonElement>> inputs, StreamWriter journal,
        EventBatch batch, PlanHistory? past, CancellationToken halt, CancellationToken cancellationToken)
    {
        var state = new RunState(batch, past);
        var questions = new Questions(state, approvals, journal);
        var readying = new Readying(state, options, _kinds, questions, journal, time);
        var runner = new StepRunner(options, _kinds, _middleware, journal, time);
        var unwinder = new Unwinder(options, _kinds, runner, batch, time, random);
        var root = state.Graph.OpenScope(plan, null, inputs, 1, givesValue: false);
        using var run = new PlanRun(options, state, readying, questions, runner, new Ending(state, unwinder), time, random);
        return await run.RunAsync(root, halt, cancellationToken);
    }
}
