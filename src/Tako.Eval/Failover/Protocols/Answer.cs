namespace Tako.Eval.Failover.Protocols;

/// <summary>What a model says, token by token, before it is put into the shape of a protocol.</summary>
internal sealed record Answer
{
    public IReadOnlyList<string> Reasoning { get; init; } = [];

    public IReadOnlyList<string> Text { get; init; } = [];

    public IReadOnlyList<ToolCall> Calls { get; init; } = [];

    /// <summary>The tokens ran into the request's limit.</summary>
    public bool Shortened { get; init; }

    /// <summary>Null when the provider does not say.</summary>
    public Tokens? Usage { get; init; }
}

/// <summary>A call of a tool, its arguments in pieces.</summary>
internal sealed record ToolCall(string Name, IReadOnlyList<string> Arguments)
{
    public string Whole => string.Concat(Arguments);
}
