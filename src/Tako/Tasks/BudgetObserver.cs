using Tako.Arms;
using Tako.Core.Budgets;
using Tako.Models.Calls;
using Tako.Models.Failures;

namespace Tako.Tasks;

/// <summary>Reserves before a model call and settles after it, both in the budget and in the ledger.</summary>
internal sealed class BudgetObserver(Budget budget, StepJournal journal) : ICallObserver
{
    private Reservation? _reservation;

    public async ValueTask StartAsync(CallIntent intent, CancellationToken cancellationToken)
    {
        var most = new Amount(intent.PromptBytes + (intent.MaxOutputTokens ?? 0), intent.MostUsd ?? 0);
        switch (budget.Reserve($"{intent.Model} for {intent.Step}", most))
        {
            case ReserveOutcome.Refused refused:
                throw new CallRefusedException(refused.Why.Message, outOfBudget: true);
            case ReserveOutcome.Reserved reserved:
                _reservation = reserved.Reservation;
                await journal.AppendAsync(BudgetEvents.Reserved(_reservation, journal.Actor));
                break;
        }
    }

    public async ValueTask EndAsync(CallIntent intent, CallResult result, CancellationToken cancellationToken)
    {
        if (_reservation is not { } reservation)
            return;
        // A call that never reached a model costs nothing; one that broke half-way may have been paid for.
        if (result.Failure is { } failure
            && failure.Kind is CallFailureKind.NotConfigured
                or CallFailureKind.BadKey or CallFailureKind.BadRequest
            or CallFailureKind.ContextTooLong or CallFailureKind.RateLimited)
        {
            reservation.Release();
        }
        else
        {
            reservation.Settle(result.Usage);
        }

        _reservation = null;
        await journal.AppendAsync(BudgetEvents.Ended(reservation, journal.Actor) with { Cause = null });
    }
}
