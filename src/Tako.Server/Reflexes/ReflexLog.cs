using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Threading.Channels;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Reflexes.Audit;

namespace Tako.Server.Reflexes;

/// <summary>
/// Writes what reflexes acted on to the tenant's ledger, off the calls' way and in batches, and counts it. While the ledger cannot write,
/// events wait here and are tried again; of more than wait may, the newest are lost, and that is counted.
/// </summary>
public sealed class ReflexLog : IAsyncDisposable
{
    /// <summary>Name of the meter, for those who listen.</summary>
    public const string MeterName = "Tako.Server.Reflexes";

    private const int MostWaiting = 8192;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);
    private readonly Channel<ReflexActed> _waiting = Channel.CreateBounded<ReflexActed>(MostWaiting);
    private readonly List<ReflexActed> _batch = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _acted;
    private readonly Counter<long> _lost;
    private readonly ILedger _ledger;
    private readonly Tenant _tenant;
    private readonly string _process;
    private readonly TimeProvider _time;
    private readonly Task _loop;
    private (StreamId Stream, long Head) _at;
    private int _streams;

    /// <param name="process">A name of this process that no other one has.</param>
    public ReflexLog(ILedger ledger, Tenant tenant, string process, TimeProvider time)
    {
        (_ledger, _tenant, _process, _time) = (ledger, tenant, process, time);
        _acted = _meter.CreateCounter<long>("tako.reflex.acted", "{call}", "Calls on which reflexes acted, by decision and family.");
        _lost = _meter.CreateCounter<long>("tako.reflex.unrecorded", "{call}", "Calls whose event the ledger could not take in time.");
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Takes an event. Never waits.</summary>
    public void Write(ReflexActed acted)
    {
        foreach (var family in acted.Findings.Select(static part => part.Family).Distinct())
            _acted.Add(1, new("tako.reflex.decision", acted.Decision), new("tako.reflex.family", family));
        if (!_waiting.Writer.TryWrite(acted))
            _lost.Add(1);
    }

    /// <summary>Writes what waits; false when the ledger did not take all of it.</summary>
    public async Task<bool> FlushAsync()
    {
        await _turn.WaitAsync();
        try
        {
            while (true)
            {
                while (_batch.Count < LedgerLimits.EventsPerAppend && _waiting.Reader.TryRead(out var next))
                    _batch.Add(next);
                if (_batch.Count == 0)
                    return true;
                if (!await AppendAsync())
                    return false;
                _batch.Clear();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Writes what is left, once.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        await FlushAsync();
        _stop.Dispose();
        _turn.Dispose();
        _meter.Dispose();
    }

    private async Task LoopAsync()
    {
        try
        {
            while (_batch.Count > 0 || await _waiting.Reader.WaitToReadAsync(_stop.Token))
            {
                await Task.Delay(Between, _time, _stop.Token);
                await FlushAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // Whoever stopped the log writes the rest.
        }
    }

    private async Task<bool> AppendAsync()
    {
        var stream = ReflexActed.StreamOf(_time.GetUtcNow(), _streams == 0 ? _process : $"{_process}.{_streams}");
        if (stream != _at.Stream)
            _at = (stream, 0);
        List<NewEvent> events =
        [
            .. _batch.Select(acted => new NewEvent
            {
                Type = "reflex.acted",
                Actor = $"gateway/{_process}",
                Body = JsonSerializer.SerializeToUtf8Bytes(acted, ReflexActedJson.Default.ReflexActed),
            }),
        ];
        try
        {
            switch (await _ledger.AppendAsync(_tenant, stream, _at.Head, 0, events, Durability.Relaxed, CancellationToken.None))
            {
                case AppendOutcome.Appended:
                    _at.Head += events.Count;
                    return true;
                case AppendOutcome.Stale:
                    // Somebody else has this name: another one is taken for the next try.
                    _streams++;
                    return false;
                default:
                    return false;
            }
        }
        catch (LedgerUnavailableException)
        {
            return false;
        }
    }
}
