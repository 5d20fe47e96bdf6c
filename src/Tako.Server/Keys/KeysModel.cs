using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Tako.Core.Ledger;

namespace Tako.Server.Keys;

/// <summary>All keys and teams as the ledger has them up to one event; swapped whole.</summary>
internal sealed class KeysModel
{
    public static readonly KeysModel Empty = new(0, ImmutableDictionary<string, VirtualKey>.Empty,
        ImmutableSortedDictionary.Create<string, TeamSettings>(StringComparer.OrdinalIgnoreCase));

    private readonly Dictionary<long, VirtualKey> _byHash = [];

    private KeysModel(long seq, ImmutableDictionary<string, VirtualKey> keys, ImmutableSortedDictionary<string, TeamSettings> teams)
    {
        (Seq, Teams) = (seq, teams);
        Keys = keys.ToImmutableDictionary(entry => entry.Key, entry => entry.Value with
        {
            Team = entry.Value.Settings.Team is { } team ? teams.GetValueOrDefault(team) : null,
        });
        foreach (var key in Keys.Values)
        {
            var start = Start(key.Hash.Span);
            _byHash[start] = key with { Next = _byHash.GetValueOrDefault(start) };
        }
    }

    /// <summary>The last event that is in it.</summary>
    public long Seq { get; }

    public ImmutableDictionary<string, VirtualKey> Keys { get; }

    public ImmutableSortedDictionary<string, TeamSettings> Teams { get; }

    /// <summary>The keys that begin with these bytes of a hash, chained.</summary>
    public VirtualKey? WithHash(ReadOnlySpan<byte> hash) => _byHash.GetValueOrDefault(Start(hash));

    public VirtualKey? Named(string nameOrId) => Keys.GetValueOrDefault(nameOrId) ?? Keys.Values
        .Where(key => string.Equals(key.Settings.Name, nameOrId, StringComparison.OrdinalIgnoreCase))
        .OrderBy(key => key.Revoked is not null).ThenByDescending(key => key.Created).FirstOrDefault();

    /// <summary>With what happened since. Events of unknown types are passed over.</summary>
    public KeysModel With(IReadOnlyList<LedgerEvent> events)
    {
        if (events.Count == 0)
            return this;
        var (keys, teams) = (Keys.ToBuilder(), Teams.ToBuilder());
        foreach (var entry in events)
        {
            switch (entry.Type)
            {
                case "key.created" when Read(entry, KeyEventJson.Default.KeyCreated) is var created:
                    keys[created.Id] = new VirtualKey
                    {
                        Id = created.Id,
                        Hint = created.Hint,
                        Hash = Convert.FromHexString(created.Hash),
                        Settings = created.Settings,
                        Created = entry.Time,
                    };
                    break;
                case "key.changed" when Read(entry, KeyEventJson.Default.KeyChanged) is var changed
                    && keys.TryGetValue(changed.Id, out var key):
                    keys[changed.Id] = key with { Settings = changed.Settings };
                    break;
                case "key.revoked" when Read(entry, KeyEventJson.Default.KeyRevoked) is var revoked
                    && keys.TryGetValue(revoked.Id, out var key):
                    keys[revoked.Id] = key with { Revoked = key.Revoked ?? entry.Time };
                    break;
                case "team.set" when Read(entry, KeyEventJson.Default.TeamSettings) is var team:
                    teams[team.Name] = team;
                    break;
                case "team.removed" when Read(entry, KeyEventJson.Default.TeamRemoved) is var removed:
                    teams.Remove(removed.Name);
                    break;
            }
        }

        return new KeysModel(events[^1].Seq, keys.ToImmutable(), teams.ToImmutable());
    }

    private static long Start(ReadOnlySpan<byte> hash) => BinaryPrimitives.ReadInt64LittleEndian(hash);

    private static T Read<T>(LedgerEvent entry, JsonTypeInfo<T> json) => JsonSerializer.Deserialize(entry.Body.Span, json)
        ?? throw new InvalidOperationException($"Event {entry.Seq} of {entry.Stream} has an empty body.");
}
