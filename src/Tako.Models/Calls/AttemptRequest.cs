namespace Tako.Models.Calls;

/// <summary>What one attempt sends, and what it may expect.</summary>
internal sealed record AttemptRequest
{
    public required Uri Address { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    public CallOperation Operation { get; init; }

    public required bool Streamed { get; init; }

    /// <summary>Most tokens that were asked for; a stream that goes far beyond is stopped.</summary>
    public int? MaxOutput { get; init; }
}
