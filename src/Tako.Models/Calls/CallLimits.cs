namespace Tako.Models.Calls;

/// <summary>How long, how often and how much: the bounds of one model call.</summary>
public sealed record CallLimits
{
    /// <summary>Tries in all, the first included.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>Wait before the second attempt; doubles from there, spread by a quarter.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest wait between attempts; a provider that asks for more gets no further attempt.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest wait where another model could be asked instead.</summary>
    public TimeSpan LongestWaitBeforeNext { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Until the first content of a streamed answer.</summary>
    public TimeSpan FirstContent { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Between two pieces of a streamed answer.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>After the finish reason, for usage and the end mark that some servers never send.</summary>
    public TimeSpan Trailing { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>One attempt without a stream, from its beginning to its end.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The call in all, with every attempt and every wait.</summary>
    public TimeSpan Call { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest line of a stream.</summary>
    public int LineBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Most bytes of one answer on the wire.</summary>
    public int AnswerBytes { get; init; } = 32 * 1024 * 1024;
}
