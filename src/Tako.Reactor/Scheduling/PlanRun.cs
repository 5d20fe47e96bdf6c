using System.Threading.Channels;
using Tako.Core.Contracts;
using Tako.Core.Labels;
using Tako.Core.Ledger;
using Tako.Reactor.Journal;
using Tako.Reactor.Plans;
using Tako.Reactor.Steps;

namespace Tako.Reactor.Scheduling;

/// <summary>
/// One plan at work. A single loop owns all state: it lets ready steps become what they are to be, journals in one append
/// what ended and what starts, starts it, and waits for the next thing to end. Steps run beside it and only send messages.
/// </summary>
internal sealed class PlanRun(ReactorOptions options, RunState state, Readying readying, Questions questions, StepRunner runner,
    Ending ending, TimeProvider time, Random random) : IDisposable
{
    // Never holds more than one message for each running step, waiting timer and stop request.
    private readonly Channel<Message> _inbox = Channel.CreateUnbounded<Message>(new UnboundedChannelOptions { SingleReader = true });
    private readonly HashSet<Node> _running = [];
    private readonly Dictionary<Node, ITimer> _timers = [];
    private readonly CancellationTokenSource _stopPure = new();
    private readonly CancellationTokenSource _stopAll = new();
    private ITimer? _approvalTimer;
    private ITimer? _stopTimer;
    private bool _overdue;

    public async ValueTask<PlanOutcome> RunAsync(Scope root, CancellationToken halt, CancellationToken stop)
    {
        using var halting = halt.Register(() => _inbox.Writer.TryWrite(new Message.HaltAsked()));
        using var stopping = stop.Register(() => _inbox.Writer.TryWrite(new Message.StopAsked()));
        try
        {
            while (_inbox.Reader.TryRead(out var early))
                await TakeAsync(early);
            while (true)
            {
                await AdvanceAsync();
                var starting = Start();
                await state.Batch.FlushAsync(CancellationToken.None);
                foreach (var (node, errand, why) in starting)
                    _ = LaunchAsync(node, errand, why);
                if ((_running.Count == 0 || _overdue) && await EndAsync(root, stop) is { } outcome)
                    return outcome;
                if (state.Mode == Mode.Failing)
                    await _stopPure.CancelAsync();
                if (_running.Count > 0 || _timers.Count > 0)
                    await WaitAsync();
            }
        }
        catch
        {
            // The ledger is gone or code is wrong: whatever still runs is told to stop, and gets a moment to do so.
            await _stopAll.CancelAsync();
            await _stopPure.CancelAsync();
            StopTimer();
            while (_running.Count > 0 && !_overdue)
                Forget(await _inbox.Reader.ReadAsync(CancellationToken.None));
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var timer in _timers.Values)
            timer.Dispose();
        _approvalTimer?.Dispose();
        _stopTimer?.Dispose();
        _stopPure.Dispose();
        _stopAll.Dispose();
    }

    private async ValueTask AdvanceAsync()
    {
        while (true)
        {
            if (state.Graph.TryJoin(out var joining))
                await readying.JoinAsync(joining!, CancellationToken.None);
            else if (state.Graph.TryReady(out var ready))
                await readying.ReadyAsync(ready!, CancellationToken.None);
            else
                break;
        }

        foreach (var (node, wait) in readying.StillWaiting)
            Wake(node, wait);
        readying.StillWaiting.Clear();
    }

    private List<(Node, Errand, string)> Start()
    {
        var starting = new List<(Node, Errand, string)>();
        while (state.Mode == Mode.Going && _running.Count < options.Concurrency && state.Runnable.TryDequeue(out var next))
        {
            var node = next.Node;
            if (next.Errand == Errand.Run)
            {
                if (Recursion(node) is { } ancestor)
                {
                    state.Fail(node, $"Step '{ancestor.Id}', which added it, does the same with the same arguments: it would never end.");
                    break;
                }

                Journal(node);
            }

            node.Status = StepStatus.Running;
            _running.Add(node);
            starting.Add(next);
        }

        return starting;
    }

    private void Journal(Node node)
    {
        node.Attempt++;
        node.StartedHere = true;
        var choice = node.Spec.Model;
        node.Model = choice?.Rules.FirstOrDefault(rule => Resolver.Holds(rule.When, node))?.Use ?? choice?.Default;
        var hashes = node.Arguments.Count == 0 ? null
            : node.Arguments.ToDictionary(pair => pair.Key, pair => StoredValue.HashOf(pair.Value.Value)[..32]);
        var body = new StepStarted(node.Id, node.Spec.Use, node.Attempt, node.Spec.Effect, node.EffectKey, node.Model, hashes);
        var durable = node.Spec.Effect is EffectKind.Probeable or EffectKind.Irreversible;
        state.Batch.Add(EventType.StepStarted, body, JournalJson.Default.StepStarted, durable, written: seq =>
        {
            node.StartedSeq = seq;
            node.FirstStarted = node.FirstStarted == 0 ? seq : node.FirstStarted;
        });
    }

    /// <summary>The step above this one that does the very same thing, if there is one.</summary>
    private static Node? Recursion(Node node)
    {
        for (var above = node.Scope.Owner; above is not null; above = above.Scope.Owner)
        {
            if (above.Spec.Use == node.Spec.Use && above.Subject == node.Subject)
                return above;
        }

        return null;
    }

    private async Task LaunchAsync(Node node, Errand errand, string why)
    {
        var stop = node.Spec.Effect == EffectKind.Pure ? _stopPure.Token : _stopAll.Token;
        _inbox.Writer.TryWrite(new Message.Ended(node, await runner.RunAsync(node, errand, why, stop)));
    }

    private async ValueTask WaitAsync()
    {
        if (state.Asking.Count > 0 && _approvalTimer is null)
            _approvalTimer = time.CreateTimer(_ => _inbox.Writer.TryWrite(new Message.LookAtApprovals()), null, options.ApprovalCheck,
                Timeout.InfiniteTimeSpan);
        await TakeAsync(await _inbox.Reader.ReadAsync(CancellationToken.None));
        while (_inbox.Reader.TryRead(out var message))
            await TakeAsync(message);
    }

    private async ValueTask TakeAsync(Message message)
    {
        switch (message)
        {
            case Message.Ended(var node, var end):
                _running.Remove(node);
                await EndedAsync(node, end);
                break;
            case Message.Due(var node) when _timers.Remove(node, out var timer):
                await timer.DisposeAsync();
                if (state.Mode == Mode.Going)
                    state.Runnable.Enqueue((node, Errand.Run, ""));
                break;
            case Message.LookAtApprovals:
                _approvalTimer?.Dispose();
                _approvalTimer = null;
                if (state.Mode == Mode.Going)
                    await questions.LookAsync(CancellationToken.None);
                break;
            case Message.HaltAsked:
                state.Halt("It was asked to halt.");
                break;
            case Message.StopAsked:
                state.Halt("It was stopped.");
                state.Mode = Mode.Stopping;
                await _stopAll.CancelAsync();
                await _stopPure.CancelAsync();
                StopTimer();
                break;
            case Message.StopOverdue:
                _overdue = true;
                break;
        }
    }

    private async ValueTask EndedAsync(Node node, AttemptEnd end)
    {
        switch (end)
        {
            case AttemptEnd.Completed done:
                if (done.How == RunState.Compensated)
                    state.Batch.Add(EventType.StepCompensated, new StepCompensated(node.Id, "continue"),
                        JournalJson.Default.StepCompensated, durable: false);
                state.Complete(node, done.Value, done.How, !done.Cheap);
                break;
            case AttemptEnd.Added added:
                Add(node, added);
                break;
            case AttemptEnd.Again again:
                Again(node, again);
                break;
            case AttemptEnd.DidNot:
                node.Status = StepStatus.Waiting;
                node.Record?.Status = StepStatus.Waiting;
                state.Runnable.Enqueue((node, Errand.Run, ""));
                break;
            case AttemptEnd.Halted(var why):
                node.Status = StepStatus.Halted;
                state.Batch.Note(EventType.StepHalted, node.Id, why, durable: true, node.StartedSeq);
                state.Halt($"{node.Id}: {why}");
                break;
            case AttemptEnd.Failed(var why):
                state.Fail(node, why);
                break;
            case AttemptEnd.Lost(var why) when state.Mode is Mode.Going or Mode.Halting:
                await questions.MayRepeatAsync(node, why, CancellationToken.None);
                break;
            case AttemptEnd.Stopped when state.Mode == Mode.Failing:
                node.Status = StepStatus.Stopped;
                state.Batch.Note(EventType.StepStopped, node.Id, "The plan failed elsewhere.", durable: false, node.StartedSeq);
                break;
            case AttemptEnd.Broken(var broken):
                throw broken is LedgerUnavailableException or StaleWriterException
                    ? broken
                    : new InvalidOperationException($"Step '{node.Id}' cannot be run: {broken.GetType().Name}.", broken);
        }
    }

    private void Add(Node node, AttemptEnd.Added added)
    {
        var count = added.Steps.Steps.Count;
        state.AddedSteps += count;
        if (state.AddedSteps > options.AddedSteps)
        {
            state.Fail(node, $"It wants to add {count} steps, which is more than the plan may still add (limit {options.AddedSteps}).");
            return;
        }

        state.Batch.Add(EventType.StepsAdded, new StepsAdded(node.Id, count, added.Steps.Output, added.Now), JournalJson.Default.StepsAdded,
            durable: true, node.StartedSeq, added.Blob, written: seq => node.Order = seq);
        state.Finished.Add(node);
        state.Graph.OpenScope(added.Steps, node, node.Arguments, node.Scope.Depth + 1, !added.Now);
        if (added.Now)
            state.Complete(node, added.Value, null, durable: true);
    }

    private void Again(Node node, AttemptEnd.Again again)
    {
        var policy = node.Spec.Retry ?? options.Retry;
        var wait = again.After ?? policy.After(node.Retries + 1, random);
        wait = wait < policy.LongestWait ? wait : policy.LongestWait;
        node.Retries++;
        node.Status = StepStatus.Retrying;
        if (again.Compensated)
            state.Batch.Add(EventType.StepCompensated, new StepCompensated(node.Id, "retry"), JournalJson.Default.StepCompensated, false);
        state.Batch.Add(EventType.StepRetrying, new StepRetrying(node.Id, node.Attempt, wait.TotalMilliseconds, EventBatch.Cut(again.Why)),
            JournalJson.Default.StepRetrying, durable: false, node.StartedSeq);
        if (state.Mode == Mode.Going)
            Wake(node, wait);
    }

    private void Wake(Node node, TimeSpan wait) => _timers[node] =
        time.CreateTimer(_ => _inbox.Writer.TryWrite(new Message.Due(node)), null, wait, Timeout.InfiniteTimeSpan);

    private void StopTimer() => _stopTimer ??=
        time.CreateTimer(_ => _inbox.Writer.TryWrite(new Message.StopOverdue()), null, options.StopWithin, Timeout.InfiniteTimeSpan);

    private void Forget(Message message)
    {
        if (message is Message.Ended ended)
            _running.Remove(ended.Node);
        _overdue |= message is Message.StopOverdue;
    }

    /// <summary>The outcome when nothing runs any more; null when there is still something to wait for.</summary>
    private async ValueTask<PlanOutcome?> EndAsync(Scope root, CancellationToken stop)
    {
        if (state.Mode == Mode.Stopping)
        {
            await ending.HaltedAsync();
            throw new OperationCanceledException(stop);
        }

        if (state.Mode == Mode.Failing)
            return await ending.FailedAsync(stop);
        if (state.Graph.Open == 0)
            return await ending.DoneAsync(root);
        if (state.Mode == Mode.Halting)
            return await ending.HaltedAsync();
        if (_timers.Count > 0 || state.Runnable.Count > 0)
            return null;
        if (state.Asking.Count == 0)
            throw new InvalidOperationException($"Plan '{root.Plan.Name}' stands still with {state.Graph.Open} unfinished steps.");
        if (await questions.LookAsync(CancellationToken.None))
            return state.Failure is null ? null : await ending.FailedAsync(stop);
        state.Reasons.Add($"It waits for {state.Asking.Count} approvals.");
        return await ending.HaltedAsync();
    }
}
