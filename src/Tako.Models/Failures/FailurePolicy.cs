namespace Tako.Models.Failures;

/// <summary>What is done about each kind of failure: the one table that the call engine follows.</summary>
internal readonly record struct FailurePolicy(bool Repeat, bool MoveOn)
{
    private static readonly FailurePolicy RepeatThenMoveOn = new(Repeat: true, MoveOn: true);
    private static readonly FailurePolicy OnlyMoveOn = new(Repeat: false, MoveOn: true);
    private static readonly FailurePolicy Stop = new(Repeat: false, MoveOn: false);

    public static FailurePolicy Of(CallFailureKind kind) => kind switch
    {
        CallFailureKind.RateLimited => RepeatThenMoveOn,
        CallFailureKind.Overloaded => RepeatThenMoveOn,
        CallFailureKind.ServerError => RepeatThenMoveOn,
        CallFailureKind.Network => RepeatThenMoveOn,
        CallFailureKind.Malformed => RepeatThenMoveOn,
        CallFailureKind.Cut => RepeatThenMoveOn,
        // Asking a server that does not answer once more costs the caller the same wait again.
        CallFailureKind.Silent => OnlyMoveOn,
        CallFailureKind.SlowStart => OnlyMoveOn,
        CallFailureKind.Stalled => OnlyMoveOn,
        CallFailureKind.Endless => OnlyMoveOn,
        // Only a model with a larger window can do better.
        CallFailureKind.ContextTooLong => OnlyMoveOn,
        CallFailureKind.BadKey => OnlyMoveOn,
        CallFailureKind.NotConfigured => OnlyMoveOn,
        CallFailureKind.SchemaViolation => OnlyMoveOn,
        CallFailureKind.LowQuality => OnlyMoveOn,
        // A chain may say otherwise.
        CallFailureKind.ContentPolicy => Stop,
        CallFailureKind.BadRequest => Stop,
        CallFailureKind.OutOfBudget => Stop,
        CallFailureKind.OutOfTime => Stop,
        CallFailureKind.NotAllowed => Stop,
        CallFailureKind.LimitReached => Stop,
        CallFailureKind.TooLarge => Stop,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This kind of failure has no policy."),
    };
}
