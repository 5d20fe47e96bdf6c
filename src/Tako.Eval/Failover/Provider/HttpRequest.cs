namespace Tako.Eval.Failover.Provider;

/// <summary>A request as it was read from a connection.</summary>
internal sealed record HttpRequest
{
    public required string Method { get; init; }

    /// <summary>Without the query.</summary>
    public required string Path { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    public bool KeepsAlive => !Headers.TryGetValue("Connection", out var connection)
        || !connection.Contains("close", StringComparison.OrdinalIgnoreCase);
}
