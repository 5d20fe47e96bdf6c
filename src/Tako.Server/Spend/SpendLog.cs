using System.Threading.Channels;
using Tako.Core.Identity;
using Tako.Core.Ledger;

namespace Tako.Server.Spend;

/// <summary>
/// Writes settled calls to the tenant's ledger, off their way: through a bounded channel, in batches, relaxed. A call takes
/// room before it is admitted, so settling never waits and nothing settled is turned away. While the ledger cannot
/// write, records wait here and are tried again; then new calls get no room.
/// </summary>
public sealed class SpendLog : IAsyncDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(250);
    private readonly ILedger _ledger;
    private readonly Tenant _tenant;
    private readonly string _process;
    private readonly SpendOptions _options;
    private readonly TimeProvider _time;
    private readonly SpendInstruments _instruments;
    private readonly Channel<SpendRecord> _settled;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SemaphoreSlim _urge = new(0, 1);
    private readonly List<SpendRecord> _batch = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private SpendPage? _page;
    private int _pages;
    private int _taken;
    private long _failingSince;
    private volatile string? _trouble;

    public SpendLog(ILedger ledger, Tenant tenant, string process, SpendOptions options, TimeProvider time,
        SpendInstruments instruments)
    {
        (_ledger, _tenant, _process, _options, _time, _instruments) = (ledger, tenant, process, options, time, instruments);
        _settled = Channel.CreateBounded<SpendRecord>(new BoundedChannelOptions(options.MostUnwritten) { SingleReader = false });
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Why the ledger does not take records at the moment; null when it does.</summary>
    public string? Trouble => _trouble;

    /// <summary>Calls that run, and those settled that are not in the ledger yet.</summary>
    public int Unwritten => Volatile.Read(ref _taken);

    /// <summary>Room for one call, from admission until its record is written; else why there is none.</summary>
    internal string? TakeRoom()
    {
        if (_trouble is { } trouble && _time.GetElapsedTime(Volatile.Read(ref _failingSince)) >= _options.Patience)
            return $"Spend cannot be recorded: {trouble}";
        if (_stop.IsCancellationRequested)
            return "The gateway is stopping.";
        if (Interlocked.Increment(ref _taken) <= _options.MostUnwritten)
            return null;
        Interlocked.Decrement(ref _taken);
        return $"{_options.MostUnwritten} calls run or wait to be recorded, as many as may.";
    }

    /// <summary>Gives the room of a call back that was never made.</summary>
    internal void GiveRoom() => Interlocked.Decrement(ref _taken);

    /// <summary>Takes the record of a call that has room. Never waits.</summary>
    internal void Write(SpendRecord record)
    {
        _instruments.Settled(record);
        if (!_settled.Writer.TryWrite(record))
            throw new InvalidOperationException("A call was settled that had taken no room, or after the log was closed.");
        if (_settled.Reader.Count > _options.MostUnwritten / 2 && _urge.CurrentCount == 0)
            Urge();
    }

    /// <summary>Writes what is settled now. False when the ledger did not take all of it.</summary>
    public async Task<bool> FlushAsync(CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await WriteOutAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Writes what is left, for a bounded time. Calls that are still to be settled must be by now.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
            return;
        await _stop.CancelAsync();
        await _loop;
        var start = _time.GetTimestamp();
        while (!await FlushAsync() && _time.GetElapsedTime(start) < _options.Drain)
            await Task.Delay(Retry, _time);
        _settled.Writer.TryComplete();
        await _turn.WaitAsync();
        if (_page is { } page)
            await page.RollAsync();
        _turn.Dispose();
        _urge.Dispose();
        _stop.Dispose();
    }

    private async Task LoopAsync()
    {
        try
        {
            while (_batch.Count > 0 || await _settled.Reader.WaitToReadAsync(_stop.Token))
            {
                await RestAsync(_trouble is null || _options.Flush > Retry ? _options.Flush : Retry);
                await FlushAsync(_stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Whoever stopped the log writes the rest.
        }
    }

    // Not longer than an interval, and shorter when much waits.
    private async Task RestAsync(TimeSpan interval)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var urged = _urge.WaitAsync(either.Token);
        await await Task.WhenAny(Task.Delay(interval, _time, either.Token), urged);
        await either.CancelAsync();
        try
        {
            await urged;
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            // The interval was over first.
        }
    }

    private void Urge()
    {
        try
        {
            _urge.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another call has done so.
        }
    }

    private async Task<bool> WriteOutAsync()
    {
        while (true)
        {
            // After a failure the batch may be in the ledger already, and only the answer was lost: it is tried again as it is, where it
            // was.
            while (_trouble is null && _batch.Count < LedgerLimits.EventsPerAppend && _settled.Reader.TryRead(out var record))
                _batch.Add(record);
            if (_batch.Count == 0)
                return true;
            if (await AppendAsync() is { } reason)
            {
                if (_trouble is null)
                    Volatile.Write(ref _failingSince, _time.GetTimestamp());
                _trouble = reason;
                _instruments.Failed();
                return false;
            }

            _trouble = null;
            _instruments.Written(_batch.Count);
            Interlocked.Add(ref _taken, -_batch.Count);
            _batch.Clear();
        }
    }

    private async Task<string?> AppendAsync()
    {
        try
        {
            var today = SpendStreams.DayOf(_time.GetUtcNow());
            if (_page is { } old && ((old.Day != today && _trouble is null) || old.IsTaken))
            {
                await old.RollAsync();
                _page = null;
            }

            _page ??= new SpendPage(_ledger, _tenant, today, _pages++ == 0 ? _process : $"{_process}.{_pages}", _options.RollEvery);
            return await _page.AppendAsync(_batch);
        }
        catch (Exception wrong) when (wrong is not OperationCanceledException)
        {
            // Whatever it is, the records must not be lost for it.
            return wrong.Message;
        }
    }
}
