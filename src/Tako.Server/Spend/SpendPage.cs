using Tako.Core.Identity;
using Tako.Core.Ledger;

namespace Tako.Server.Spend;

/// <summary>The stream of one process and day, and its roll-ups. Not safe for concurrent use.</summary>
internal sealed class SpendPage(ILedger ledger, Tenant tenant, DateOnly day, string process, int rollEvery)
{
    private readonly StreamId _stream = SpendStreams.Of(day, process);
    private readonly string _actor = $"gateway/{process}";
    private readonly SpendRoll _roll = new();
    private readonly SpendText _text = new();
    private IReadOnlyList<NewEvent> _rolling = [];
    private long _head;
    private long _rolledHead;

    public DateOnly Day => day;

    /// <summary>Somebody else writes to this stream: another one must be taken.</summary>
    public bool IsTaken { get; private set; }

    /// <summary>Appends all records or none; else says why. To be tried again with the same records.</summary>
    public async Task<string?> AppendAsync(IReadOnlyList<SpendRecord> records)
    {
        var events = _text.Of(records).Select(body => new NewEvent { Type = SpendText.Type, Actor = _actor, Body = body }).ToList();
        if (await AppendAsync(_stream, _head, events) is { } reason)
            return reason;
        _head += events.Count;
        foreach (var record in records)
            _roll.Add(record);
        if (_roll.Records >= rollEvery)
            await RollAsync();
        return null;
    }

    /// <summary>Writes what the records since the last roll-up add up to. One that cannot be written is only missed by
    /// readers, who then read the records.</summary>
    public async Task RollAsync()
    {
        // A roll-up that may be written already is tried again as it is: adding to it would count its records twice.
        if (_rolling.Count == 0)
        {
            if (_roll.Records == 0)
                return;
            _rolling = _roll.ToEvents(_head, _actor);
            _roll.Clear();
        }

        var stream = SpendStreams.RolledOf(_stream);
        foreach (var part in _rolling.Chunk(LedgerLimits.EventsPerAppend))
        {
            if (await AppendAsync(stream, _rolledHead, part) is not null)
            {
                _rolling = [.. _rolling.SkipWhile(entry => entry != part[0])];
                return;
            }

            _rolledHead += part.Length;
        }

        _rolling = [];
    }

    private async Task<string?> AppendAsync(StreamId stream, long head, IReadOnlyList<NewEvent> events)
    {
        switch (await ledger.AppendAsync(tenant, stream, head, 0, events, Durability.Relaxed, CancellationToken.None))
        {
            case AppendOutcome.Appended:
                return null;
            case AppendOutcome.Stale stale when stale.Head == head + events.Count:
                // An append whose answer was lost.
                return null;
            case AppendOutcome.Failed failed:
                return failed.Reason;
            default:
                IsTaken = true;
                return $"Another process writes to {stream}.";
        }
    }
}
