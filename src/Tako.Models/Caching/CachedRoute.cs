using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Tako.Core.Caching;
using Tako.Core.Identity;
using Tako.Models.Calls;
using Tako.Models.Failures;

namespace Tako.Models.Caching;

/// <summary>
/// Answers calls from what was answered before, and makes one call for all who ask for the same at the same time. Only whole answers
/// that ended by themselves are kept. Typed calls from inside go through untouched.
/// </summary>
public sealed class CachedRoute : ICallRoute
{
    /// <summary>Calls of others that one call waits for; then it asks by itself.</summary>
    private const int MostFlights = 2;

    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<AnswerKey, Flight> _flights = new();

    /// <summary>Answers stored so far, by a part of their keys: whoever found nothing can tell whether something came since.</summary>
    private readonly int[] _landed = new int[64];

    private readonly KnownRequests _known = new();

    private readonly ICallRoute _inner;
    private readonly IAnswerStore _store;
    private readonly CacheInstruments _instruments;
    private readonly string _policy;
    private long _swept;

    /// <param name="policy">Stands for everything that changes a request on its way to a model; another one shares no
    /// answers.</param>
    public CachedRoute(ICallRoute inner, IAnswerStore store, CacheOptions options, CacheInstruments instruments,
        TimeProvider time, string policy = "")
    {
        (_inner, _store, _instruments, _policy, Options, Time) = (inner, store, instruments, policy, options, time);
        _swept = time.GetTimestamp();
        instruments.Watch(store);
    }

    internal CacheOptions Options { get; }

    internal TimeProvider Time { get; }

    public ValueTask<CallAnswer> StartAsync(ModelCall call, CancellationToken cancellationToken)
    {
        var control = call.Terms.Cache;
        if (!Options.Enabled || control.Use == CacheUse.Off)
            return OffAsync(call, cancellationToken);
        var known = _known.Find(call);
        var key = known ?? RequestKey.Of(call, _policy, Options.MaxTemperature);
        if (key.Why != NotKept.No)
        {
            _instruments.Refused(key.Why);
            return key.Why == NotKept.Typed ? _inner.StartAsync(call, cancellationToken) : OffAsync(call, cancellationToken);
        }

        var began = Time.GetTimestamp();
        if (control.Use == CacheUse.Refresh)
            return FlyAsync(call, key, began, 0, cancellationToken);
        var landed = Landed(key);
        var found = _store.FindAsync(new Tenant(call.Terms.Tenant), key.Key, cancellationToken);
        if (!found.IsCompletedSuccessfully)
            return LookAsync(found, call, key, began, landed, cancellationToken);
        if (found.Result is not { } answer || !IsFresh(answer, control))
            return FlyAsync(call, key, began, landed, cancellationToken);
        if (known is null)
            _known.Keep(call, key);
        return new(Reply(answer, call, began));
    }

    internal void Forget(AnswerKey key, Flight flight) => _flights.TryRemove(KeyValuePair.Create(key, flight));

    internal async ValueTask KeepAsync(FlightPlan plan, NotKept why, StoredAnswer? answer)
    {
        if (answer is null)
        {
            _instruments.Refused(why);
            return;
        }

        await _store.PutAsync(new Tenant(plan.Call.Terms.Tenant), plan.Key.Key, answer, CancellationToken.None);
        Interlocked.Increment(ref _landed[Slot(plan.Key)]);
        _instruments.Stored();
        var swept = Interlocked.Read(ref _swept);
        if (Time.GetElapsedTime(swept) > SweepEvery
            && Interlocked.CompareExchange(ref _swept, Time.GetTimestamp(), swept) == swept)
            await _store.SweepAsync(CancellationToken.None);
    }

    private async ValueTask<CallAnswer> LookAsync(ValueTask<StoredAnswer?> found, ModelCall call, RequestKey key, long began, int landed,
        CancellationToken cancellationToken) => await found is { } later && IsFresh(later, call.Terms.Cache)
            ? Reply(later, call, began)
            : await FlyAsync(call, key, began, landed, cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<CallAnswer> OffAsync(ModelCall call, CancellationToken cancellationToken)
    {
        _instruments.Call(CacheState.Off);
        return new MarkedReply(await _inner.StartAsync(call, cancellationToken), CacheState.Off);
    }

    private StoredReply Reply(StoredAnswer answer, ModelCall call, long began)
    {
        _instruments.Hit(answer.Bytes.Length);
        return new StoredReply(answer, call.Wire!.Value, call.Streamed, began, Time);
    }

    private bool IsFresh(StoredAnswer answer, CacheControl control) =>
        control.MaxAge is not { } most || Time.GetUtcNow() - answer.Stored <= most;

    private async ValueTask<CallAnswer> FlyAsync(ModelCall call, RequestKey key, long began, int landed,
        CancellationToken cancellationToken)
    {
        var plan = new FlightPlan(this, _inner, call, key) { Began = began };
        var refresh = call.Terms.Cache.Use == CacheUse.Refresh;
        for (var waits = 0; ;)
        {
            var (flight, reader) = Board(plan, refresh, alone: waits == MostFlights, landed);
            if (flight is null || reader is null)
            {
                // An answer was stored since this call looked.
                landed = Landed(key);
                if (await _store.FindAsync(new Tenant(call.Terms.Tenant), key.Key, cancellationToken) is { } answer
                    && IsFresh(answer, call.Terms.Cache))
                    return Reply(answer, call, began);
                continue;
            }

            await reader.StartAsync(cancellationToken);
            if (flight.Refusal is null && flight.Mistake is null)
            {
                _instruments.Call(reader.Head.Cache);
                return reader;
            }

            var pays = flight.Pays(reader);
            await reader.DisposeAsync();
            if (pays && flight.Mistake is { } mistake)
                ExceptionDispatchInfo.Throw(mistake);
            if (flight.Refusal is { } refusal && (pays || IsOfRequest(refusal)))
            {
                _instruments.Call(reader.Head.Cache);
                return new RefusedReply(refusal, reader.Head, reader.Report);
            }

            // What the other call met may not meet this one, whose limits are its own.
            waits++;
        }
    }

    // A place in the flight there is, or in a new one; none when the caller has to look at the store again.
    private (Flight?, FlightReader?) Board(FlightPlan plan, bool refresh, bool alone, int landed)
    {
        Flight flight;
        lock (_lock)
        {
            if (!refresh && !alone)
            {
                if (_flights.TryGetValue(plan.Key.Key, out var running) && running.Join(plan) is { } reader)
                    return (running, reader);
                if (Landed(plan.Key) != landed)
                    return default;
            }

            flight = new Flight(plan, refresh ? CacheState.Refresh : CacheState.Miss);
            if (!alone)
                _flights[plan.Key.Key] = flight;
        }

        _ = flight.BeginAsync();
        return (flight, flight.First);
    }

    /// <summary>Failures that the same request meets whoever makes it.</summary>
    private static bool IsOfRequest(CallFailure failure) => failure.Kind is CallFailureKind.BadRequest
        or CallFailureKind.ContextTooLong or CallFailureKind.ContentPolicy;

    private int Landed(RequestKey key) => Volatile.Read(ref _landed[Slot(key)]);

    private int Slot(RequestKey key) => (int)(key.Key.B % (uint)_landed.Length);
}
