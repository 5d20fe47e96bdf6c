using Tako.Core.Ledger;

namespace Tako.Reactor.Journal;

/// <summary>An event of a plan, as journaled: what a live display needs to fold.</summary>
public sealed record ReactorEvent(long Seq, DateTimeOffset Time, string Type, ReadOnlyMemory<byte> Body)
{
    public static ReactorEvent From(LedgerEvent entry) => new(entry.Seq, entry.Time, entry.Type, entry.Body);
}
