namespace Tako.Models.Calls;

/// <summary>One call while it runs: what is sent at every attempt, and how many were made.</summary>
internal sealed class CallRun
{
    public required ReadOnlyMemory<byte> Body { get; init; }

    public required bool Streamed { get; init; }

    /// <summary>Most tokens that were asked for; a stream that goes far beyond is stopped.</summary>
    public int? MaxOutput { get; init; }

    public int Attempts { get; set; }
}
