using Tako.Core.Identity;

namespace Tako.Core.Ledger;

/// <summary>The first thing wrong with a stream, as <c>tako verify</c> reports it.</summary>
/// <param name="Seq">The first bad event.</param>
public sealed record Finding(StreamId Stream, long Seq, string What);

/// <summary>The result of recomputing hash chains.</summary>
public sealed record Verification(long Streams, long Events, IReadOnlyList<Finding> Findings)
{
    public bool Intact => Findings.Count == 0;
}
