using Tako.Core.Budgets;
using Tako.Models.Calls;
using Tako.Models.Wire;

namespace Tako.Server.Limits;

/// <summary>
/// An admitted call and what is reserved for it. Settle it when the call has ended, however it did, or release it when none was
/// made; the first of these counts. Disposing one that was neither charges the whole reservation, because nobody knows.
/// </summary>
public sealed class CallTicket : IDisposable
{
    private readonly Admission _admission;
    private int _ended;

    internal CallTicket(Admission admission, AdmissionPlan plan) => (_admission, Plan) = (admission, plan);

    /// <summary>What is reserved: tokens of prompt and answer, and US dollars, 0 where the price is not known.</summary>
    public Amount Reserved { get; internal init; }

    /// <summary>Whether the price is known, so that US dollars are reserved.</summary>
    public bool IsPriced { get; internal init; }

    /// <summary>Share that is left of the budget with the smallest one, 0 to 1, this call's reservation not counted as left;
    /// null without a budget.</summary>
    public double? BudgetLeft { get; internal init; }

    /// <summary>US dollars that this call could take without passing a budget; null where none is in dollars.</summary>
    public decimal? UsdLeft { get; internal init; }

    /// <summary>Those of the request and of the key.</summary>
    public IReadOnlyList<string> Tags { get; internal init; } = [];

    internal DateTimeOffset At { get; init; }

    internal string Key { get; init; } = "";

    internal string Team { get; init; } = "";

    internal string Model { get; init; } = "";

    internal CallOperation Operation { get; init; }

    internal WireKind? Wire { get; init; }

    /// <summary>Most tokens of answer, for learning; 0 when nothing is to be learnt.</summary>
    internal long MostOutput { get; init; }

    internal AdmissionPlan Plan { get; }

    /// <summary>The call ended: charges what it used, and records it.</summary>
    public void Settle(CallReport report, AnswerHead head)
    {
        if (TryEnd())
            _admission.Settle(this, CallCharge.Of(this, report, head), report, head);
    }

    /// <summary>No call was made: everything is given back, and nothing is recorded.</summary>
    public void Release()
    {
        if (TryEnd())
            _admission.Release(this);
    }

    public void Dispose()
    {
        if (TryEnd())
            _admission.Settle(this, CallCharge.Lost(this), new CallReport { Elapsed = TimeSpan.Zero }, new AnswerHead());
    }

    private bool TryEnd() => Interlocked.Exchange(ref _ended, 1) == 0;
}
