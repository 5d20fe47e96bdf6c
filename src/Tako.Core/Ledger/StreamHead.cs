using Tako.Core.Identity;

namespace Tako.Core.Ledger;

/// <summary>A stream and where it ends.</summary>
public sealed record StreamHead(StreamId Stream, long Seq, long Epoch, DateTimeOffset Created, DateTimeOffset Updated);
