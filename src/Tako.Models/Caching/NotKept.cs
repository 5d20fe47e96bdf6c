namespace Tako.Models.Caching;

/// <summary>Why a call or its answer stays out of the cache.</summary>
internal enum NotKept
{
    No,

    /// <summary>A typed call from inside has no bytes to name it by.</summary>
    Typed,
    Malformed,
    Temperature,

    /// <summary>The request goes on from a state that somebody keeps.</summary>
    State,

    /// <summary>The provider's own tools look at the world.</summary>
    HostedTools,
    TooLarge,

    /// <summary>No answer, or one that broke off.</summary>
    Failed,

    /// <summary>The model or the provider refused.</summary>
    Refused,

    /// <summary>It ran into its limit of length.</summary>
    Truncated,

    /// <summary>It has no natural end that could be seen.</summary>
    Unfinished,

    /// <summary>Another model went on where the first broke off.</summary>
    Continued,
    Abandoned,
}
