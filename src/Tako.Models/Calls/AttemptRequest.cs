namespace Tako.Models.Calls;

/// <summary>What one attempt sends, and what it may expect.</summary>
internal sealed class AttemptRequest
{
    public required Uri Address { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    public required bool Streamed { get; init; }

    /// <summary>Most tokens that were asked for; a stream that goes far beyond is stopped.</summary>
    public int? MaxOutput { get; init; }

    /// <summary>How many answers were asked for at once.</summary>
    public int Choices { get; init; } = 1;

    /// <summary>Usage was asked for although the client did not: the frame that tells it is not the client's.</summary>
    public bool HidesUsage { get; init; }

    /// <summary>The client's fields that this provider's protocol cannot say.</summary>
    public IReadOnlyList<string> Dropped { get; init; } = [];
}
