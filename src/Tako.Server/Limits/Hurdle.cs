using Tako.Server.Keys;

namespace Tako.Server.Limits;

/// <summary>Why one limit refuses a call, and for how long; null where it does not.</summary>
internal static class Hurdle
{
    private static readonly TimeSpan Shortly = TimeSpan.FromSeconds(1);

    public static AdmissionOutcome? Budget(BudgetSeat seat, LimitKind kind, decimal limit, decimal used, decimal reserved,
        decimal asked, DateTimeOffset now)
    {
        if (used + reserved + asked <= limit)
            return null;
        if (used + asked <= limit)
        {
            // Running calls hold it, and may give some of it back.
            return new AdmissionOutcome.Refused(
                Why(seat.Of, kind, limit, used + reserved, asked, Shortly) with { Window = seat.Limit.Per }, Shortly);
        }

        var wait = asked > limit ? null : seat.Limit.Per.End(now) - now;
        return new AdmissionOutcome.OutOfBudget(
            Why(seat.Of, kind, limit, used + reserved, asked, wait) with { Window = seat.Limit.Per });
    }

    public static AdmissionOutcome? Rate(string of, LimitKind kind, SlidingMinute minute, long limit, long asked, long second)
    {
        var wait = minute.Wait(asked, limit, second);
        if (wait == 0)
            return null;
        return wait is { } seconds
            ? new AdmissionOutcome.Refused(Why(of, kind, limit, minute.Used(second), asked, TimeSpan.FromSeconds(seconds)),
                TimeSpan.FromSeconds(seconds))
            : new AdmissionOutcome.OutOfBudget(Why(of, kind, limit, minute.Used(second), asked, null));
    }

    public static AdmissionOutcome? Worse(AdmissionOutcome? one, AdmissionOutcome? other)
    {
        return Rank(other) > Rank(one) ? other : one;

        static TimeSpan Rank(AdmissionOutcome? outcome) => outcome switch
        {
            AdmissionOutcome.OutOfBudget { Why.RetryAfter: { } wait } => TimeSpan.FromDays(1000) + wait,
            AdmissionOutcome.OutOfBudget => TimeSpan.MaxValue,
            AdmissionOutcome.Refused refused => refused.RetryAfter,
            _ => TimeSpan.Zero,
        };
    }

    private static LimitRefusal Why(string of, LimitKind kind, decimal limit, decimal used, decimal asked, TimeSpan? wait) => new()
    {
        Of = of,
        Kind = kind,
        Limit = limit,
        Used = used,
        Asked = asked,
        RetryAfter = wait,
    };

    public static AdmissionOutcome UnknownPrice(BudgetSeat seat, decimal limit) => new AdmissionOutcome.OutOfBudget(
        Why(seat.Of, LimitKind.UnknownPrice, limit, seat.Meter.Usd + seat.Meter.ReservedUsd, 0, null));

    public static AdmissionOutcome Running(RateSeat seat, int limit) => new AdmissionOutcome.Refused(
        Why(seat.Of, LimitKind.Concurrency, limit, seat.Meter.Running, 1, Shortly), Shortly);
}
