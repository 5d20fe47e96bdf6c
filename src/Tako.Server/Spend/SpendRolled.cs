using System.Text.Json;
using System.Text.Json.Serialization;
using Tako.Core.Ledger;

namespace Tako.Server.Spend;

/// <summary>A part of a roll-up, the event <c>spend.rolled</c>: what the records of a stream up to one add up to, since the
/// roll-up before.</summary>
/// <param name="Through">The last record that is in it.</param>
/// <param name="Last">No further part of the same roll-up follows.</param>
internal sealed record SpendRolled(long Through, bool Last, IReadOnlyList<SpendRolledRow> Rows);

/// <summary>One line of a roll-up.</summary>
internal sealed record SpendRolledRow
{
    public long Hour { get; init; }

    public string? Key { get; init; }

    public string? Team { get; init; }

    public string? Model { get; init; }

    public string? Tags { get; init; }

    public SpendSum Sum { get; init; } = SpendSum.None;

    [JsonIgnore]
    public SpendBy By => new(Hour, Key ?? "", Team ?? "", Model ?? "", Tags ?? "");
}

/// <summary>Adds up records, and writes the sums as events of a bounded size.</summary>
internal sealed class SpendRoll
{
    private const int PartBytes = LedgerLimits.EventBytes - 256;
    private readonly Dictionary<SpendBy, SpendSum> _sums = [];

    public int Records { get; private set; }

    public void Add(SpendRecord record)
    {
        var by = SpendBy.Of(record);
        _sums[by] = _sums.GetValueOrDefault(by, SpendSum.None) + SpendSum.Of(record);
        Records++;
    }

    public void Clear()
    {
        _sums.Clear();
        Records = 0;
    }

    /// <summary>Events of a bounded size; all but the last say that more follow.</summary>
    public IReadOnlyList<NewEvent> ToEvents(long through, string actor)
    {
        var parts = new List<List<SpendRolledRow>> { new() };
        var bytes = 0;
        foreach (var row in _sums.Select(entry => Row(entry.Key, entry.Value)))
        {
            var size = JsonSerializer.SerializeToUtf8Bytes(row, SpendEventJson.Default.SpendRolledRow).Length + 1;
            if (bytes + size > PartBytes && parts[^1].Count > 0)
            {
                parts.Add([]);
                bytes = 0;
            }

            parts[^1].Add(row);
            bytes += size;
        }

        return [.. parts.Select((rows, index) => new NewEvent
        {
            Type = "spend.rolled",
            Actor = actor,
            Body = JsonSerializer.SerializeToUtf8Bytes(new SpendRolled(through, index == parts.Count - 1, rows),
                SpendEventJson.Default.SpendRolled),
        })];
    }

    private static SpendRolledRow Row(SpendBy by, SpendSum sum)
    {
        return new SpendRolledRow
        {
            Hour = by.Hour,
            Key = Or(by.Key),
            Team = Or(by.Team),
            Model = Or(by.Model),
            Tags = Or(by.Tags),
            Sum = sum,
        };

        static string? Or(string text) => text.Length == 0 ? null : text;
    }
}
