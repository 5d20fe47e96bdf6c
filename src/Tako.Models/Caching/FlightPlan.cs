using Tako.Core.Caching;
using Tako.Models.Calls;
using Tako.Models.Wire;

namespace Tako.Models.Caching;

/// <summary>What a flight is for, and where it belongs.</summary>
internal sealed record FlightPlan(CachedRoute Owner, ICallRoute Route, ModelCall Call, RequestKey Key)
{
    /// <summary>When the call came.</summary>
    public required long Began { get; init; }

    public WireKind Wire => Call.Wire!.Value;

    public int Choices => Key.Choices;

    public int MostBytes => Owner.Options.MaxEntryBytes;

    public TimeSpan Ttl => Owner.Options.Ttl;

    public DateTimeOffset Now => Owner.Time.GetUtcNow();

    public long Timestamp => Owner.Time.GetTimestamp();

    public TimeSpan Since(long began) => Owner.Time.GetElapsedTime(began);

    public void Remove(Flight flight) => Owner.Forget(Key.Key, flight);

    public ValueTask KeepAsync(NotKept why, StoredAnswer? answer) => Owner.KeepAsync(this, why, answer);
}
