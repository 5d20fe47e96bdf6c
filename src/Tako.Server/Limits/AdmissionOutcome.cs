namespace Tako.Server.Limits;

/// <summary>Whether a call may be made.</summary>
public abstract record AdmissionOutcome
{
    private AdmissionOutcome() { }

    /// <param name="Ticket">Settled or released by whoever makes the call, however it ends.</param>
    public sealed record Admitted(CallTicket Ticket) : AdmissionOutcome;

    /// <summary>A rate is reached, or running calls hold what is left: 429, to be tried again.</summary>
    public sealed record Refused(LimitRefusal Why, TimeSpan RetryAfter) : AdmissionOutcome;

    /// <summary>A budget is used up until its window ends, or for good; or the call is larger than the whole limit.</summary>
    public sealed record OutOfBudget(LimitRefusal Why) : AdmissionOutcome;

    /// <summary>The key has ended, or may not use this model.</summary>
    public sealed record NotAllowed(string Message) : AdmissionOutcome;

    /// <summary>The ledger does not take records, and nothing runs unrecorded: 503.</summary>
    public sealed record Unrecorded(string Message, TimeSpan RetryAfter) : AdmissionOutcome;
}
