using Tako.Core.Contracts;
using Tako.Core.Ledger;
using Tako.Reactor.Journal;
using Tako.Reactor.Steps;

namespace Tako.Reactor.Scheduling;

/// <summary>Undoes what finished, in reverse order of completion. What cannot be undone is reported and the rest goes on.</summary>
internal sealed class Unwinder(ReactorOptions options, IReadOnlyDictionary<string, IStepKind> kinds, StepRunner runner,
    EventBatch batch, TimeProvider time, Random random)
{
    public async ValueTask RunAsync(IEnumerable<Node> finished, List<string> undone, List<NotUndone> notUndone,
        CancellationToken cancellationToken)
    {
        foreach (var node in finished.Where(node => node.Record?.Undone != true).OrderByDescending(node => node.Order))
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (await UndoAsync(node, cancellationToken))
            {
                case UndoOutcome.Undone:
                    node.Status = StepStatus.Undone;
                    undone.Add(node.Id);
                    batch.Note(EventType.StepUndone, node.Id, "", durable: true);
                    break;
                case UndoOutcome.Fail(var why):
                    notUndone.Add(new NotUndone(node.Id, EventBatch.Cut(why)));
                    batch.Note(EventType.StepNotUndone, node.Id, why, durable: true);
                    break;
                case UndoOutcome.Nothing when node.Spec.Effect == EffectKind.Irreversible:
                    const string Stands = "Its effect is irreversible and still stands.";
                    notUndone.Add(new NotUndone(node.Id, Stands));
                    batch.Note(EventType.StepNotUndone, node.Id, Stands, durable: true);
                    break;
            }

            await batch.FlushAsync(cancellationToken);
        }
    }

    private async ValueTask<UndoOutcome> UndoAsync(Node node, CancellationToken cancellationToken)
    {
        if (!kinds.TryGetValue(node.Spec.Use, out var kind))
            return new UndoOutcome.Fail($"There is no step kind '{node.Spec.Use}' here.");
        var policy = node.Spec.Retry ?? options.Retry;
        for (var attempt = 1; ; attempt++)
        {
            var outcome = await OnceAsync(kind, node, cancellationToken);
            if (outcome is not UndoOutcome.Retry retry)
                return outcome;
            if (attempt >= policy.Attempts)
                return new UndoOutcome.Fail($"It was tried {attempt} times; the last time: {retry.Why}");
            var wait = retry.After is { } asked && asked < policy.LongestWait ? asked : policy.After(attempt, random);
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    private async ValueTask<UndoOutcome> OnceAsync(IStepKind kind, Node node, CancellationToken cancellationToken)
    {
        var limit = node.Spec.Timeout ?? options.Timeout;
        using var timer = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            var context = await runner.ContextAsync(node, Errand.Undo, either.Token);
            return await kind.UndoAsync(context, node.Value?.Value ?? StoredValue.Null, either.Token);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested)
        {
            return new UndoOutcome.Fail($"Undoing took longer than its limit of {limit}.");
        }
        catch (Exception error) when (error is not (LedgerUnavailableException or StaleWriterException))
        {
            return new UndoOutcome.Fail($"Undoing threw {error.GetType().Name}.");
        }
    }
}
