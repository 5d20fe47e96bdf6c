using Tako.Core.Identity;

namespace Tako.Core.Ledger;

/// <summary>
/// Leads a stream for as long as it lives: renews the lease three times within its duration, cancels
/// <see cref="Lost"/> when another process has taken it or it ran out unrenewed, and gives it back when disposed.
/// </summary>
public sealed class LeaseKeeper : IAsyncDisposable
{
    private readonly ILedger _ledger;
    private readonly Tenant _tenant;
    private readonly TimeSpan _duration;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _heartbeat;
    private Lease _lease;

    private LeaseKeeper(ILedger ledger, Tenant tenant, LeaseOutcome.Taken taken, TimeSpan duration, TimeProvider time)
    {
        (_ledger, _tenant, _duration, _time) = (ledger, tenant, duration, time);
        _lease = taken.Lease;
        Head = taken.Head;
        Lost = _lost.Token;
        _heartbeat = BeatAsync();
    }

    /// <summary>The lease as last renewed.</summary>
    public Lease Lease => Volatile.Read(ref _lease);

    /// <summary>
    /// Sequence of the stream's last event when the lease was taken; where a <see cref="StreamWriter"/> starts.
    /// </summary>
    public long Head { get; }

    /// <summary>Cancelled once this process no longer leads. The work must stop: its appends will be refused.</summary>
    public CancellationToken Lost { get; }

    /// <summary>Why the lease was lost, in a sentence; null while it is held.</summary>
    public string? LostBecause { get; private set; }

    /// <summary>
    /// Takes the lease together with the append of <paramref name="first"/> and starts the heartbeat.
    /// </summary>
    public static async ValueTask<KeepOutcome> TakeAsync(ILedger ledger, Tenant tenant, StreamId stream, string owner,
        TimeSpan duration,
        IReadOnlyList<NewEvent> first, TimeProvider time, CancellationToken cancellationToken = default)
    {
        return await ledger.TakeAsync(tenant, stream, owner, duration, first, cancellationToken) switch
        {
            LeaseOutcome.Taken taken => new KeepOutcome.Keeping(new LeaseKeeper(ledger, tenant, taken, duration, time)),
            LeaseOutcome.Held held => new KeepOutcome.Held(held.By),
            LeaseOutcome.Failed failed => new KeepOutcome.Failed(failed.Reason),
            var other => throw new InvalidOperationException($"Unknown outcome {other}."),
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
            return;
        await _stop.CancelAsync();
        await _heartbeat;
        await _ledger.ReleaseAsync(_tenant, Lease, CancellationToken.None);
        _stop.Dispose();
        _lost.Dispose();
    }

    private async Task BeatAsync()
    {
        using var beat = new PeriodicTimer(_duration / 3, _time);
        try
        {
            while (await beat.WaitForNextTickAsync(_stop.Token) && await RenewAsync())
            {
                // Each turn is one heartbeat; the loop ends when the lease is lost or given back.
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Disposed: the lease is given back by DisposeAsync.
        }
    }

    private async ValueTask<bool> RenewAsync()
    {
        switch (await _ledger.RenewAsync(_tenant, _lease, _duration, _stop.Token))
        {
            case LeaseOutcome.Taken taken:
                Volatile.Write(ref _lease, taken.Lease);
                return true;
            case LeaseOutcome.Failed failed when _time.GetUtcNow() >= _lease.Until:
                return await LoseAsync($"The lease of {_lease.Stream} ran out because it could not be renewed: {failed.Reason}");
            case LeaseOutcome.Failed:
                return true;
            case LeaseOutcome.Held held:
                return await LoseAsync($"Another process leads {_lease.Stream} now (epoch {held.By.Epoch}).");
            default:
                return false;
        }
    }

    private async ValueTask<bool> LoseAsync(string reason)
    {
        LostBecause = reason;
        await _lost.CancelAsync();
        return false;
    }
}
