using Tako.Core.Budgets;
using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Models.Pricing;

namespace Tako.Server.Limits;

/// <summary>
/// What an ended call costs. Real usage where it is known; what a provider refused costs nothing; what nobody knows is charged
/// as it was reserved. The one thing that is unknown and not charged is a call that reached no provider: it is recorded as
/// unknown, but an outage does not empty budgets.
/// </summary>
/// <param name="Tokens">Null is unknown.</param>
/// <param name="Usd">Null is unknown.</param>
/// <param name="ChargedTokens">What is charged in the place of unknown tokens.</param>
/// <param name="ChargedUsd">What is charged in the place of unknown dollars; null when the price is not known.</param>
internal readonly record struct CallCharge(TokenBuckets? Tokens, decimal? Usd, long? ChargedTokens, decimal? ChargedUsd,
    bool Estimated, string Outcome)
{
    private static readonly CallFailureKind[] MayBePaid =
    [
        CallFailureKind.Silent, CallFailureKind.SlowStart, CallFailureKind.Stalled, CallFailureKind.Cut, CallFailureKind.Malformed,
        CallFailureKind.Endless, CallFailureKind.SchemaViolation, CallFailureKind.LowQuality, CallFailureKind.OutOfTime,
    ];

    public static CallCharge Of(CallTicket ticket, CallReport report, AnswerHead head)
    {
        var outcome = report.Failure is { } failure ? Word(failure.Kind) : report.Abandoned ? "abandoned" : "ok";
        if (head.Cached)
        {
            var stored = report.Usage is { } told ? TokenBuckets.Of(told) : default;
            return new CallCharge(stored, 0, null, null, false, outcome);
        }

        var reservedUsd = ticket.IsPriced ? ticket.Reserved.Usd : (decimal?)null;
        if (report.Usage is { Input: not null, Output: not null } usage)
        {
            return new CallCharge(TokenBuckets.Of(usage), report.Usd, null, report.Usd is null ? reservedUsd : null,
                report.Estimated || report.Usd is null, outcome);
        }

        var answered = report.Failure is null && !report.Abandoned;
        if (!answered && report.Usage is null && report.FirstContent is null)
        {
            var paid = head.Attempts > 0 && report.Abandoned
                || MayBePaid.Contains(report.Failure?.Kind ?? CallFailureKind.BadRequest)
                || head.Before.Any(tried => tried.Why is { } why && MayBePaid.Contains(why));
            var reached = report.Failure?.Kind != CallFailureKind.Network
                && head.Before.All(tried => tried.Why != CallFailureKind.Network);
            if (!paid)
            {
                return reached
                    ? new CallCharge(default(TokenBuckets), 0, null, null, false, outcome)
                    : new CallCharge(null, null, 0, 0, true, outcome);
            }
        }

        var known = (report.Usage?.Input ?? 0) + (report.Usage?.Output ?? 0);
        // Where no attempt counted anything, its dollars are 0: what it really cost nobody knows.
        var usd = report.Usage is null ? null : report.Usd;
        return new CallCharge(null, usd, Math.Max(known, ticket.Reserved.Tokens), usd is null ? reservedUsd : null, true, outcome);
    }

    /// <summary>Nobody said how the call ended.</summary>
    public static CallCharge Lost(CallTicket ticket) =>
        new(null, null, ticket.Reserved.Tokens, ticket.IsPriced ? ticket.Reserved.Usd : null, true, "lost");

    private static string Word(CallFailureKind kind)
    {
        var name = kind.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
