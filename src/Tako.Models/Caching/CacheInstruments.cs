using System.Diagnostics.Metrics;
using Tako.Core.Caching;
using Tako.Models.Calls;

namespace Tako.Models.Caching;

/// <summary>What the exact cache counts.</summary>
public sealed class CacheInstruments : IDisposable
{
    public const string MeterName = "Tako.Cache";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _calls;
    private readonly Counter<long> _stored;
    private readonly Counter<long> _notKept;
    private readonly Counter<long> _served;
    private IAnswerStore? _store;

    public CacheInstruments()
    {
        _calls = _meter.CreateCounter<long>("tako.cache.calls", "{call}", "Calls by what the exact cache did for them.");
        _stored = _meter.CreateCounter<long>("tako.cache.stored", "{answer}", "Answers that were kept.");
        _notKept = _meter.CreateCounter<long>("tako.cache.not_kept", "{answer}", "Answers that were not kept, by reason.");
        _served = _meter.CreateCounter<long>("tako.cache.served", "By", "Bytes of answers that were given out from the cache.");
        _meter.CreateObservableGauge("tako.cache.size", Size, "By", "Bytes that the cache holds.");
    }

    public void Dispose() => _meter.Dispose();

    /// <summary>Whose size is told.</summary>
    internal void Watch(IAnswerStore store) => _store = store;

    internal void Call(CacheState state) => _calls.Add(1, new KeyValuePair<string, object?>("tako.cache.state", state.Word()));

    internal void Hit(long bytes)
    {
        Call(CacheState.Hit);
        _served.Add(bytes);
    }

    internal void Stored() => _stored.Add(1);

    internal void Refused(NotKept why) => _notKept.Add(1, new KeyValuePair<string, object?>("tako.cache.reason", Word(why)));

    // A store that has to wait is not waited for.
    private long Size()
    {
        if (_store is null)
            return 0;
        var size = _store.SizeAsync();
        return size.IsCompletedSuccessfully ? size.Result.Bytes : 0;
    }

    private static string Word(NotKept why) => why switch
    {
        NotKept.Typed => "typed",
        NotKept.Malformed => "malformed",
        NotKept.Temperature => "temperature",
        NotKept.State => "state",
        NotKept.HostedTools => "hosted_tools",
        NotKept.TooLarge => "too_large",
        NotKept.Failed => "failed",
        NotKept.Refused => "refused",
        NotKept.Truncated => "truncated",
        NotKept.Continued => "continued",
        NotKept.Abandoned => "abandoned",
        _ => "unfinished",
    };
}
