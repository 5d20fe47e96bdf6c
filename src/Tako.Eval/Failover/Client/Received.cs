namespace Tako.Eval.Failover.Client;

/// <summary>Everything a client saw of one answer.</summary>
internal sealed record Received
{
    public required Ending Ending { get; init; }

    /// <summary>HTTP status; 0 when there was no response.</summary>
    public int Status { get; init; }

    /// <summary>From sending to the end, or to the end of patience, on the clock of the measurement.</summary>
    public required TimeSpan Took { get; init; }

    public string Text { get; init; } = "";

    /// <summary>The finish reason in the protocol's word.</summary>
    public string? Finish { get; init; }

    /// <summary>The finish reason says that the answer is complete.</summary>
    public bool FinishedWell { get; init; }

    public string? Model { get; init; }

    public Tokens? Usage { get; init; }

    /// <summary>US dollars, from a header, a trailer, a comment of the stream or the usage; null where none is told.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Values of headers that name a model.</summary>
    public IReadOnlyList<string> ModelHeaders { get; init; } = [];

    /// <summary>The error that the client was told, before or in the stream.</summary>
    public string? Error { get; init; }

    /// <summary>The error has the shape that the protocol's clients understand.</summary>
    public bool ErrorInShape { get; init; }

    /// <summary>What makes strict clients fail or believe something wrong.</summary>
    public IReadOnlyList<string> Wrong { get; init; } = [];

    /// <summary>What is against the protocol but does no harm to most clients.</summary>
    public IReadOnlyList<string> Untidy { get; init; } = [];
}
