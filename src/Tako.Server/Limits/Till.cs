using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Server.Keys;
using Tako.Server.Spend;

namespace Tako.Server.Limits;

/// <summary>What a till is made of.</summary>
public sealed record TillParts
{
    public required ILedger Ledger { get; init; }

    public required Tenant Tenant { get; init; }

    public required IdSource Ids { get; init; }

    /// <summary>Cryptographic: keys are made of it.</summary>
    public required Random Chance { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public MoneyConfig Config { get; init; } = MoneyConfig.Default;
}

/// <summary>
/// Keys, limits and spend of one process, put together: begins with what the ledger knows, and keeps up with what other
/// processes write to it.
/// </summary>
public sealed class Till : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _poll;
    private readonly SpendFeed _feed;
    private readonly SpendInstruments _spendInstruments = new();
    private readonly LimitInstruments _limitInstruments = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _process;
    private Task _loop = Task.CompletedTask;
    private volatile string? _unread;

    private Till(TillParts parts)
    {
        _time = parts.Time;
        _poll = parts.Config.Spend.Poll;
        _process = parts.Ids.NewShort("p");
        Keys = new KeyBook(parts.Ledger, parts.Tenant, parts.Time, new KeyMint(parts.Ids, parts.Chance));
        Log = new SpendLog(parts.Ledger, parts.Tenant, _process, parts.Config.Spend, parts.Time, _spendInstruments);
        Admission = new Admission(Keys, Log, parts.Config, parts.Time, _limitInstruments);
        _feed = new SpendFeed(parts.Ledger, parts.Tenant, _process);
    }

    public KeyBook Keys { get; }

    public Admission Admission { get; }

    public SpendLog Log { get; }

    /// <summary>Why the ledger cannot be written or read at the moment; null when all is well.</summary>
    public string? Trouble => Log.Trouble ?? _unread;

    /// <summary>Reads keys and spend from the ledger and begins to keep up with it.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger cannot be read.</exception>
    public static async Task<Till> OpenAsync(TillParts parts, CancellationToken cancellationToken = default)
    {
        var till = new Till(parts);
        try
        {
            await till.Keys.RefreshAsync(cancellationToken);
            await till._feed.SeedAsync(since: null, (by, sum) => till.Admission.Fold(by, sum), till.Admission.Fold,
                DateOnly.FromDateTime(parts.Time.GetUtcNow().UtcDateTime).AddDays(-1), cancellationToken);
            till._loop = Task.Run(till.KeepUpAsync, CancellationToken.None);
            return till;
        }
        catch
        {
            await till.DisposeAsync();
            throw;
        }
    }

    /// <summary>Goes on with other limits. How spend is written and read stays as it was at the start.</summary>
    public void Use(MoneyConfig config) => Admission.Use(config);

    /// <summary>Writes what is settled, and reads what other processes wrote.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger cannot be read.</exception>
    public async Task SyncAsync(CancellationToken cancellationToken = default)
    {
        await Log.FlushAsync(cancellationToken);
        await ReadAsync(cancellationToken);
    }

    /// <summary>Writes what is left. Every call must be settled by now.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
            return;
        await _stop.CancelAsync();
        await _loop;
        await Log.DisposeAsync();
        Keys.Dispose();
        _spendInstruments.Dispose();
        _limitInstruments.Dispose();
        _turn.Dispose();
        _stop.Dispose();
    }

    private async Task KeepUpAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(_poll, _time, _stop.Token);
                await ReadAsync(_stop.Token);
                _unread = null;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (LedgerUnavailableException gone)
            {
                _unread = gone.Message;
            }
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await Keys.RefreshAsync(cancellationToken);
            await _feed.PollAsync(_time.GetUtcNow(), Admission.Fold, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }
}
