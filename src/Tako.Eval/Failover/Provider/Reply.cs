using Tako.Eval.Failover.Protocols;

namespace Tako.Eval.Failover.Provider;

/// <summary>What the provider does with one request.</summary>
internal abstract record Reply
{
    private Reply() { }

    /// <summary>An error status with an error of the protocol.</summary>
    public sealed record Refused(int Status, ErrorKind Kind, TimeSpan? RetryAfter = null) : Reply;

    /// <summary>The connection is reset before a byte is answered.</summary>
    public sealed record Reset : Reply;

    /// <summary>Nothing is answered, and in the end the connection is closed.</summary>
    public sealed record Silent(TimeSpan For) : Reply;

    /// <summary>Bytes that are no answer of any protocol.</summary>
    public sealed record Raw(string MediaType, byte[] Body) : Reply;

    /// <summary>Status 200 with an error inside.</summary>
    public sealed record ErrorInside(ErrorKind Kind) : Reply;

    /// <summary>A line that does not end.</summary>
    public sealed record EndlessLine : Reply;

    /// <summary>An answer, perhaps one that breaks.</summary>
    public sealed record Answered(Answer Answer) : Reply
    {
        /// <summary>From the head of the response to its first token.</summary>
        public TimeSpan First { get; init; }

        /// <summary>From token to token.</summary>
        public TimeSpan Pace { get; init; }

        public Break? Break { get; init; }

        /// <summary>Everything leaves at once.</summary>
        public bool AtOnce { get; init; }

        /// <summary>Another media type than the protocol's.</summary>
        public string? MediaType { get; init; }
    }
}

/// <summary>How an answer breaks, after so many tokens.</summary>
internal sealed record Break(BreakKind Kind, int After = 0, TimeSpan For = default);

/// <summary>The ways in which an answer breaks.</summary>
internal enum BreakKind
{
    /// <summary>The connection ends in the middle of a chunk.</summary>
    Cut,

    /// <summary>Silence on an open connection, then the cut.</summary>
    Stall,

    /// <summary>One event more, of broken JSON.</summary>
    Malformed,

    /// <summary>Everything is said but the end mark, and the connection stays open.</summary>
    NoEnd,
}
