using System.Text.Json;
using Tako.Core.Identity;
using Tako.Core.Ledger;

namespace Tako.Server.Spend;

/// <summary>
/// Reads spend from the ledger: first roll-ups and the records behind them, later only what was added. Remembers how far it
/// has read each stream. For one reader at a time.
/// </summary>
/// <param name="own">Name of the process whose records the caller knows without reading; null for none.</param>
internal sealed class SpendFeed(ILedger ledger, Tenant tenant, string? own)
{
    /// <summary>Records left behind that are worth a roll-up.</summary>
    private const int WorthRolling = 64;

    private readonly Dictionary<StreamId, long> _read = [];

    /// <summary>Everything of calls admitted since a moment, and perhaps some before it.</summary>
    /// <param name="since">Null for everything.</param>
    /// <param name="rolled">Told of sums.</param>
    /// <param name="settled">Told of single calls.</param>
    /// <param name="tidy">Rolls up what processes that were killed left behind, in streams of days before this one; null leaves
    /// everything as it is.</param>
    public async Task SeedAsync(DateTimeOffset? since, Action<SpendBy, SpendSum> rolled, Action<SpendRecord> settled,
        DateOnly? tidy, CancellationToken cancellationToken)
    {
        // A call is written on the day it ends, which is not before the day it was admitted.
        var first = since is { } moment ? SpendStreams.DayOf(moment) : DateOnly.MinValue;
        var streams = new List<StreamId>();
        await foreach (var head in ledger.StreamsAsync(tenant, SpendStreams.All, cancellationToken))
        {
            if (SpendStreams.DayOf(head.Stream) >= first && !IsOwn(head.Stream))
                streams.Add(head.Stream);
        }

        // All sums before the first call, so that whoever counts calls knows all of the past.
        var heads = new Dictionary<StreamId, long>();
        foreach (var stream in streams)
            (_read[stream], heads[stream]) = await RolledAsync(stream, rolled, cancellationToken);
        foreach (var stream in streams)
        {
            var roll = SpendStreams.DayOf(stream) < tidy && heads[stream] >= 0 ? new SpendRoll() : null;
            await RecordsAsync(stream, record =>
            {
                settled(record);
                roll?.Add(record);
            }, cancellationToken);
            if (roll?.Records >= WorthRolling)
                await TidyAsync(stream, heads[stream], roll.ToEvents(_read[stream], "gateway"));
        }
    }

    /// <summary>What other processes added since the last time.</summary>
    public async Task PollAsync(DateTimeOffset now, Action<SpendRecord> settled, CancellationToken cancellationToken)
    {
        var today = SpendStreams.DayOf(now);
        foreach (var day in (DateOnly[])[today.AddDays(-1), today])
        {
            var behind = new List<StreamId>();
            await foreach (var head in ledger.StreamsAsync(tenant, SpendStreams.Of(day), cancellationToken))
            {
                if (!IsOwn(head.Stream) && _read.GetValueOrDefault(head.Stream) < head.Seq)
                    behind.Add(head.Stream);
            }

            foreach (var stream in behind)
                await RecordsAsync(stream, settled, cancellationToken);
        }

        foreach (var old in _read.Keys.Where(stream => SpendStreams.DayOf(stream) < today.AddDays(-1)).ToList())
            _read.Remove(old);
    }

    private bool IsOwn(StreamId stream) =>
        own is not null && stream.Value.AsSpan(stream.Value.LastIndexOf('/') + 1).StartsWith(own);

    // Another process may be doing the same: one of the two is told so, and is content.
    private async Task TidyAsync(StreamId stream, long head, IReadOnlyList<NewEvent> events)
    {
        if (events.Count <= LedgerLimits.EventsPerAppend)
        {
            await ledger.AppendAsync(tenant, SpendStreams.RolledOf(stream), head, 0, events, Durability.Relaxed,
                CancellationToken.None);
        }
    }

    /// <summary>The last record that is rolled up, and the last event of roll-ups; -1 when those end in the middle of one.</summary>
    private async Task<(long Through, long Head)> RolledAsync(StreamId stream, Action<SpendBy, SpendSum> rolled,
        CancellationToken cancellationToken)
    {
        var (through, seq) = (0L, 0L);
        var parts = new List<SpendRolled>();
        await foreach (var entry in ledger.ReadAsync(tenant, SpendStreams.RolledOf(stream), 1, cancellationToken))
        {
            seq = entry.Seq;
            if (entry.Type != "spend.rolled")
                continue;
            parts.Add(JsonSerializer.Deserialize(entry.Body.Span, SpendEventJson.Default.SpendRolled)!);
            if (!parts[^1].Last)
                continue;
            foreach (var row in parts.SelectMany(part => part.Rows))
                rolled(row.By, row.Sum);
            through = parts[^1].Through;
            parts.Clear();
        }

        return (through, parts.Count > 0 ? -1 : seq);
    }

    private async Task RecordsAsync(StreamId stream, Action<SpendRecord> settled, CancellationToken cancellationToken)
    {
        await foreach (var entry in ledger.ReadAsync(tenant, stream, _read.GetValueOrDefault(stream) + 1, cancellationToken))
        {
            foreach (var record in SpendText.Read(entry.Type, entry.Body))
                settled(record);
            _read[stream] = entry.Seq;
        }
    }
}
