using System.Text;
using Tako.Models.Wire;

namespace Tako.Models.Calls;

/// <summary>Watches a stream that may never end: pieces and bytes of content against what was asked for.</summary>
internal sealed class OutputMeter(int? maxOutput)
{
    // Providers put one token or more into a piece, and hardly a token is longer than this many bytes.
    private const int SpareTokens = 256;
    private const int BytesPerToken = 64;
    private long _pieces;
    private long _bytes;

    /// <summary>Counts what a frame says; the limit it broke, or null.</summary>
    public string? Take(IReadOnlyList<Delta> deltas)
    {
        foreach (var delta in deltas)
        {
            if (!delta.IsContent)
                continue;
            _pieces++;
            _bytes += Encoding.UTF8.GetByteCount(delta switch
            {
                Delta.Text text => text.Words,
                Delta.Reasoning reasoning => reasoning.Words,
                Delta.Tool tool => tool.Arguments,
                _ => "",
            });
        }

        return maxOutput is { } most
            && (_pieces > 2L * most + SpareTokens || _bytes > (long)BytesPerToken * (most + SpareTokens))
            ? $"the {most} output tokens it was allowed"
            : null;
    }
}
