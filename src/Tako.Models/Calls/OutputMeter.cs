namespace Tako.Models.Calls;

/// <summary>Watches a stream that may never end: pieces and bytes of content against what was asked for.</summary>
internal struct OutputMeter(int? maxOutput)
{
    // Providers put one token or more into a piece, and hardly a token is longer than this many bytes.
    private const int SpareTokens = 256;
    private const int BytesPerToken = 64;
    private long _pieces;
    private long _bytes;

    /// <summary>Counts a piece of so many bytes; the limit it broke, or null.</summary>
    public string? Take(int bytes)
    {
        _pieces++;
        _bytes += bytes;
        return maxOutput is { } most
            && (_pieces > 2L * most + SpareTokens || _bytes > (long)BytesPerToken * (most + SpareTokens))
            ? $"the {most} output tokens it was allowed"
            : null;
    }
}
