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

/// <summary>Runs one errand of one step: middleware, time limit, compensation, and what a lost result means for its effect.</summary>
internal sealed class StepRunner(ReactorOptions options, IReadOnlyDictionary<string, IStepKind> kinds,
    IReadOnlyList<IReactorMiddleware> middleware, StreamWriter journal, TimeProvider time)
{
    public async Task<AttemptEnd> RunAsync(Node node, Errand errand, string why, CancellationToken stop)
    {
        // Away from the scheduler's loop, which a step that works before its first await would hold up.
        await Task.Yield();
        try
        {
            var kind = kinds[node.Spec.Use];
            var context = await ContextAsync(node, errand, stop);
            return errand switch
            {
                Errand.Probe => await ProbeAsync(kind, node, context, "its result was lost when the process ended", stop),
                Errand.Compensate => await CompensateAsync(kind, node, context, new StepOutcome.Fail(why), stop),
                _ => await AttemptAsync(kind, node, context, stop),
            };
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new AttemptEnd.Stopped();
        }
        catch (Exception broken)
        {
            return new AttemptEnd.Broken(broken);
        }
    }

    public async ValueTask<StepContext> ContextAsync(Node node, Errand errand, CancellationToken cancellationToken) => new()
    {
        Step = node.Id,
        Use = node.Spec.Use,
        Arguments = node.Arguments,
        Attempt = node.Attempt,
        Effect = node.Spec.Effect,
        Model = node.Model,
        Accept = node.Spec.Accept,
        Journal = journal,
        StartedSeq = node.StartedSeq,
        EffectKey = node.EffectKey,
        Recorded = node.Attempt > 1 || errand is Errand.Probe or Errand.Compensate
            ? await PlanHistory.InnerAsync(node.Id, node.FirstStarted, journal, cancellationToken)
            : [],
    };

    private async Task<AttemptEnd> AttemptAsync(IStepKind kind, Node node, StepContext context, CancellationToken stop)
    {
        var limit = node.Spec.Timeout ?? options.Timeout;
        var began = time.GetTimestamp();
        var (outcome, lost) = await CallAsync(kind, context, limit, stop);
        if (lost is not null)
        {
            return node.Spec.Effect switch
            {
                EffectKind.Probeable => await ProbeAsync(kind, node, context, lost, stop),
                EffectKind.Irreversible => new AttemptEnd.Lost(lost),
                _ => await AgainAsync(kind, node, context, null, lost, stop),
            };
        }

        switch (outcome)
        {
            case StepOutcome.Ok ok:
                var cheap = node.Spec.Effect == EffectKind.Pure && time.GetElapsedTime(began) < options.CheapToRepeat;
                return new AttemptEnd.Completed(await StoreAsync(ok.Value, ok.Label, context), null, cheap);
            case StepOutcome.OkWithSteps more:
                var plan = new Plan { Name = node.Id, Steps = more.Steps, Output = more.Output };
                var limits = options.Limits with { Uses = [.. kinds.Keys] };
                var faults = new PlanCheck(limits, (at, message) => new Fault(at, 0, message))
                    .CheckAdded(plan, [.. context.Arguments.Keys], node.Scope.Depth + 1);
                if (faults.Count > 0)
                {
                    var wrong = $"The steps that it wants to add are not a plan: {string.Join("; ", faults.Take(5))}";
                    return await CompensateAsync(kind, node, context, new StepOutcome.Fail(wrong), stop);
                }

                var blob = await journal.Blobs.PutAsync(journal.Tenant, PlanJson.Write(plan), null, CancellationToken.None);
                return new AttemptEnd.Added(await StoreAsync(more.Value, more.Label, context), plan, blob, more.Output is null);
            case StepOutcome.Retry retry:
                return await AgainAsync(kind, node, context, retry.After, retry.Why, stop);
            case StepOutcome.Halt halt:
                return new AttemptEnd.Halted(halt.Why);
            case StepOutcome.Fail fail:
                return await CompensateAsync(kind, node, context, fail, stop);
            default:
                throw new InvalidOperationException($"Step kind '{kind.Name}' returned no outcome for {node.Id}.");
        }
    }

    /// <summary>The outcome, or why it is not known.</summary>
    private async Task<(StepOutcome? Outcome, string? Lost)> CallAsync(IStepKind kind, StepContext context, TimeSpan limit,
        CancellationToken stop)
    {
        using var timer = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, timer.Token);
        try
        {
            var call = LayersAsync(kind, context, either.Token);
            if (!call.IsCompleted)
                await call.WaitAsync(limit + options.StopWithin, time, CancellationToken.None);
            return (await call, null);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception late) when (late is OperationCanceledException or TimeoutException && timer.IsCancellationRequested)
        {
            return (null, $"It took longer than its limit of {limit}.");
        }
        catch (Exception error) when (error is not (LedgerUnavailableException or StaleWriterException))
        {
            // The message of a foreign exception may quote a prompt or a key, so that only its kind is journaled.
            var what = $"It threw {error.GetType().Name}; the message is not journaled, since it may hold secrets.";
            var known = context.Effect is EffectKind.Pure or EffectKind.Idempotent;
            for (var index = middleware.Count - 1; index >= 0; index--)
            {
                if (await middleware[index].ErrorAsync(context, error, stop) is { } outcome)
                    return (outcome, null);
            }

            return known ? (new StepOutcome.Fail(what), null) : (null, what);
        }
    }

    private async Task<StepOutcome> LayersAsync(IStepKind kind, StepContext context, CancellationToken cancellationToken)
    {
        StepOutcome? outcome = null;
        var reached = 0;
        while (outcome is null && reached < middleware.Count)
            outcome = await middleware[reached++].BeforeAsync(context, cancellationToken);
        outcome ??= await kind.RunAsync(context, cancellationToken);
        while (reached > 0)
            outcome = await middleware[--reached].AfterAsync(context, outcome, cancellationToken);
        return outcome;
    }

    private async Task<AttemptEnd> ProbeAsync(IStepKind kind, Node node, StepContext context, string lost, CancellationToken stop)
    {
        using var timer = new CancellationTokenSource(node.Spec.Timeout ?? options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, timer.Token);
        ProbeOutcome outcome;
        try
        {
            outcome = await kind.ProbeAsync(context, either.Token);
        }
        catch (Exception error) when (error is not (LedgerUnavailableException or StaleWriterException)
            && !stop.IsCancellationRequested)
        {
            outcome = new ProbeOutcome.Unknown();
        }

        return outcome switch
        {
            ProbeOutcome.Happened(var value) => new AttemptEnd.Completed(await StoreAsync(value, null, context), "probed", false),
            ProbeOutcome.DidNot when node.StartedHere => await AgainAsync(kind, node, context, null, lost, stop),
            ProbeOutcome.DidNot => new AttemptEnd.DidNot(),
            _ => new AttemptEnd.Lost(lost),
        };
    }

    private RetryPolicy Policy(Node node) => node.Spec.Retry ?? options.Retry;

    private async Task<AttemptEnd> AgainAsync(IStepKind kind, Node node, StepContext context, TimeSpan? after, string why,
        CancellationToken stop)
    {
        var attempts = node.Retries + 1;
        if (attempts < Policy(node).Attempts)
            return new AttemptEnd.Again(after, why, false);
        var fail = new StepOutcome.Fail($"It was tried {attempts} times; the last time: {why}");
        return await CompensateAsync(kind, node, context, fail, stop);
    }

    private async Task<AttemptEnd> CompensateAsync(IStepKind kind, Node node, StepContext context, StepOutcome.Fail failure,
        CancellationToken stop)
    {
        using var timer = new CancellationTokenSource(node.Spec.Timeout ?? options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, timer.Token);
        CompensateOutcome outcome;
        try
        {
            outcome = await kind.CompensateAsync(context, failure, either.Token);
        }
        catch (Exception error) when (error is not (LedgerUnavailableException or StaleWriterException)
            && !stop.IsCancellationRequested)
        {
            return new AttemptEnd.Failed($"{failure.Why} Its compensation threw {error.GetType().Name}.");
        }

        return outcome switch
        {
            CompensateOutcome.Continue(var value) =>
                new AttemptEnd.Completed(await StoreAsync(value, null, context), RunState.Compensated, false),
            CompensateOutcome.Retry(var after) when node.Retries + 1 < Policy(node).Attempts =>
                new AttemptEnd.Again(after, failure.Why, true),
            _ => new AttemptEnd.Failed(failure.Why),
        };
    }

    private ValueTask<StoredValue> StoreAsync(JsonElement value, Label? label, StepContext context) => StoredValue.StoreAsync(
        value,
        label ?? context.Arguments.Values.Aggregate(StepLabels.Tool, (joined, argument) => joined.Join(argument.Label)),
        journal,
        CancellationToken.None);
}
