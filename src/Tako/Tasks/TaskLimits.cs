namespace Tako.Tasks;

/// <summary>Bounds of single calls and runs of a task.</summary>
public sealed record TaskLimits
{
    /// <summary>Longest answer of one model call, in tokens, unless the model allows less.</summary>
    public int AnswerTokens { get; init; } = 8_192;

    /// <summary>Longest run of the repository's tests or of an allowed command.</summary>
    public TimeSpan TestTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest run of a preparing command.</summary>
    public TimeSpan PrepareTimeout { get; init; } = TimeSpan.FromMinutes(15);
}
