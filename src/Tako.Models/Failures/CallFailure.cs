using Tako.Models.Calls;

namespace Tako.Models.Failures;

/// <summary>Why a model gave no usable answer.</summary>
public enum CallFailureKind
{
    /// <summary>The provider said: too many requests, or no quota left.</summary>
    RateLimited,

    /// <summary>The provider broke or is overloaded (5xx).</summary>
    Overloaded,

    /// <summary>No connection, or it broke before the answer began.</summary>
    Network,

    /// <summary>Connected, then nothing came for longer than the limit.</summary>
    Silent,

    /// <summary>The prompt is longer than the model's window.</summary>
    ContextTooLong,

    /// <summary>The provider refuses the content.</summary>
    ContentPolicy,

    /// <summary>The key is missing, wrong or without the right.</summary>
    BadKey,

    /// <summary>The provider does not understand or know what was asked for.</summary>
    BadRequest,

    /// <summary>What came is not the protocol that was asked for.</summary>
    Malformed,

    /// <summary>The answer went on past every limit.</summary>
    Endless,

    /// <summary>The answer broke off after it had begun.</summary>
    Cut,

    /// <summary>No such model is configured here, or a cassette holds no answer for the call.</summary>
    NotConfigured,

    /// <summary>The provider broke (5xx other than overload).</summary>
    ServerError,

    /// <summary>Connected and alive, but the first content came too late.</summary>
    SlowStart,

    /// <summary>The answer began and then stood still for longer than the limit.</summary>
    Stalled,

    /// <summary>The answer does not satisfy the schema that was asked for.</summary>
    SchemaViolation,

    /// <summary>The answer is whole but fails a check of its chain: too short, or a refusal to help.</summary>
    LowQuality,

    /// <summary>The money that the call may take is used up.</summary>
    OutOfBudget,

    /// <summary>The caller's key is missing, unknown, ended, or may not use this model.</summary>
    NotAllowed,

    /// <summary>A limit of the caller's own is reached: requests, tokens, concurrency or money.</summary>
    LimitReached,

    /// <summary>The request is larger than the gateway takes.</summary>
    TooLarge,

    /// <summary>The time that the call may take in all is used up.</summary>
    OutOfTime,
}

/// <summary>A failed model call as a value. It never holds a key or a part of a prompt.</summary>
public sealed record CallFailure
{
    public required CallFailureKind Kind { get; init; }

    /// <summary>What happened, to which model, and what to do next.</summary>
    public required string Message { get; init; }

    public required string Provider { get; init; }

    public required string Model { get; init; }

    /// <summary>HTTP status, where the provider answered with one.</summary>
    public int? Status { get; init; }

    /// <summary>How long the provider asked to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Attempts made, from 1; 0 when none was possible.</summary>
    public int Attempts { get; init; }
}
