namespace Tako.Arms.Coding;

/// <summary>How long a coder tries by itself.</summary>
public sealed record CoderOptions
{
    /// <summary>Model turns within one step.</summary>
    public int Turns { get; init; } = 6;

    /// <summary>Turns in a row that may end no better than the best state so far.</summary>
    public int IdleTurns { get; init; } = 4;

    /// <summary>How often the same pain may come up before the coder stops.</summary>
    public int SamePains { get; init; } = 3;
}
