using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Tako.Core.Faults;
using Tako.Core.Identity;
using Tako.Core.Ledger;

namespace Tako.Server.Keys;

/// <summary>
/// The virtual keys of a tenant and their teams: a fold of the stream <c>gateway/keys</c>. Finding a key takes the same
/// time wherever a wrong one differs, and allocates nothing. Safe for concurrent use, also by other processes: what those change is
/// seen at the next <see cref="RefreshAsync"/>.
/// </summary>
public sealed class KeyBook(ILedger ledger, Tenant tenant, TimeProvider time, KeyMint mint) : IDisposable
{
    public static readonly StreamId Stream = new("gateway/keys");

    /// <summary>Least time between two reads that unknown keys may cause.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private const int MostTries = 50;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile KeysModel _model = KeysModel.Empty;
    private long _lastRead = -1;

    /// <summary>Every key, revoked ones too, the oldest first.</summary>
    public IReadOnlyList<VirtualKey> Keys =>
        [.. _model.Keys.Values.OrderBy(key => key.Created).ThenBy(key => key.Id, StringComparer.Ordinal)];

    public IReadOnlyCollection<TeamSettings> Teams => [.. _model.Teams.Values];

    /// <summary>The last event of the stream that is known here; changes whenever a key or a team does.</summary>
    internal long Version => _model.Seq;

    /// <summary>The key that a client presents, whether or not it may be used now; null when it is none of ours.</summary>
    public VirtualKey? Find(ReadOnlySpan<char> presented)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (!KeyMint.TryHash(presented, hash))
            return null;
        VirtualKey? found = null;
        for (var key = _model.WithHash(hash); key is not null; key = key.Next)
        {
            if (CryptographicOperations.FixedTimeEquals(key.Hash.Span, hash))
                found = key;
        }

        return found;
    }

    /// <summary>Like <see cref="Find"/>; an unknown key may have been made a moment ago elsewhere, so the ledger is asked,
    /// a few times a second at most.</summary>
    /// <exception cref="LedgerUnavailableException">The key is unknown here, and the ledger cannot be read.</exception>
    public async ValueTask<VirtualKey?> FindAsync(string presented, CancellationToken cancellationToken = default)
    {
        if (Find(presented) is { } known)
            return known;
        var last = Interlocked.Read(ref _lastRead);
        if (last >= 0 && time.GetElapsedTime(last) < Patience)
            return null;
        await RefreshAsync(cancellationToken);
        return Find(presented);
    }

    /// <summary>The key of that id or name; of several, the one in use.</summary>
    public VirtualKey? Named(string nameOrId) => _model.Named(nameOrId);

    internal VirtualKey? WithId(string id) => _model.Keys.GetValueOrDefault(id);

    internal TeamSettings? Team(string name) => _model.Teams.GetValueOrDefault(name);

    /// <summary>Reads what was written since the last time.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger cannot be read; the keys stay as they are.</exception>
    public async Task RefreshAsync(CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            Interlocked.Exchange(ref _lastRead, time.GetTimestamp());
            var events = new List<LedgerEvent>();
            await foreach (var entry in ledger.ReadAsync(tenant, Stream, _model.Seq + 1, cancellationToken))
                events.Add(entry);
            _model = _model.With(events);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Makes a key.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger cannot be read or written.</exception>
    public Task<KeyOutcome> CreateAsync(KeySettings settings, string actor, CancellationToken cancellationToken = default)
    {
        var (id, secret) = mint.Make();
        var hash = new byte[SHA256.HashSizeInBytes];
        KeyMint.TryHash(secret, hash);
        return ChangeAsync(model => KeyCheck.Faults(settings, model, self: null) is { Count: > 0 } faults
                ? (new KeyOutcome.Faulty(faults), null)
                : (null, Make("key.created", new KeyCreated(id, Convert.ToHexStringLower(hash), KeyMint.Hint(secret), settings),
                    KeyEventJson.Default.KeyCreated, actor)),
            model => new KeyOutcome.Created(model.Keys[id], secret), cancellationToken);
    }

    /// <summary>Changes the settings of a key that is not revoked.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger cannot be read or written.</exception>
    public Task<KeyOutcome> ChangeAsync(string nameOrId, Func<KeySettings, KeySettings> change, string actor,
        CancellationToken cancellationToken = default)
    {
        var id = "";
        return ChangeAsync(model =>
        {
            if (model.Named(nameOrId) is not { } key)
                return (Unknown(model, nameOrId), null);
            if (key.Revoked is { } revoked)
            {
                return (new KeyOutcome.Unknown(
                    $"The key '{nameOrId}' was revoked on {revoked:u} and cannot be changed; make a new one."), null);
            }

            id = key.Id;
            var settings = change(key.Settings);
            return KeyCheck.Faults(settings, model, key.Id) is { Count: > 0 } faults
                ? (new KeyOutcome.Faulty(faults), null)
                : (null, Make("key.changed", new KeyChanged(key.Id, settings), KeyEventJson.Default.KeyChanged, actor));
        }, model => new KeyOutcome.Changed(model.Keys[id]), cancellationToken);
    }

    /// <summary>Ends a key for good.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger cannot be read or written.</exception>
    public Task<KeyOutcome> RevokeAsync(string nameOrId, string? reason, string actor,
        CancellationToken cancellationToken = default)
    {
        var id = "";
        return ChangeAsync(model =>
        {
            if (model.Named(nameOrId) is not { } key)
                return (Unknown(model, nameOrId), null);
            id = key.Id;
            return key.Revoked is not null
                ? (new KeyOutcome.Changed(key), null)
                : (null, Make("key.revoked", new KeyRevoked(key.Id, reason), KeyEventJson.Default.KeyRevoked, actor));
        }, model => new KeyOutcome.Changed(model.Keys[id]), cancellationToken);
    }

    /// <summary>Makes a team or changes it.</summary>
    /// <param name="change">Gets the team as it is, or null.</param>
    /// <exception cref="LedgerUnavailableException">The ledger cannot be read or written.</exception>
    public Task<KeyOutcome> SetTeamAsync(string name, Func<TeamSettings?, TeamSettings> change, string actor,
        CancellationToken cancellationToken = default) =>
        ChangeAsync(model =>
        {
            var team = change(model.Teams.GetValueOrDefault(name)) with { Name = name };
            return KeyCheck.Faults(team) is { Count: > 0 } faults
                ? (new KeyOutcome.Faulty(faults), null)
                : (null, Make("team.set", team, KeyEventJson.Default.TeamSettings, actor));
        }, model => new KeyOutcome.TeamChanged(model.Teams[name]), cancellationToken);

    /// <summary>Removes a team without keys in use.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger cannot be read or written.</exception>
    public Task<KeyOutcome> RemoveTeamAsync(string name, string actor, CancellationToken cancellationToken = default)
    {
        TeamSettings? removed = null;
        return ChangeAsync(model =>
        {
            if (!model.Teams.TryGetValue(name, out removed))
                return (new KeyOutcome.Unknown($"There is no team '{name}'. {Hint(name, model.Teams.Keys)}"), null);
            var held = model.Keys.Values.Where(key => key.Revoked is null
                && string.Equals(key.Settings.Team, name, StringComparison.OrdinalIgnoreCase))
                    .Select(key => key.Settings.Name).ToList();
            return held.Count > 0
                ? (new KeyOutcome.Faulty([new Fault("/name", 0,
                    $"is the team of {string.Join(", ", held.Take(5))}; revoke or move its keys first")]), null)
                : (null, Make("team.removed", new TeamRemoved(removed.Name), KeyEventJson.Default.TeamRemoved, actor));
        }, _ => new KeyOutcome.TeamChanged(removed!), cancellationToken);
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>Decides on the newest state and appends behind it; when another process was faster, decides again.</summary>
    private async Task<KeyOutcome> ChangeAsync(Func<KeysModel, (KeyOutcome? Refused, NewEvent? Event)> decide,
        Func<KeysModel, KeyOutcome> done, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            await RefreshAsync(cancellationToken);
            var model = _model;
            var (refused, entry) = decide(model);
            if (refused is not null)
                return refused;
            if (entry!.Body.Length > LedgerLimits.EventBytes)
            {
                return new KeyOutcome.Faulty([new Fault("/", 0, $"is {entry.Body.Length} bytes in all, more than "
                    + $"{LedgerLimits.EventBytes}; take fewer or shorter models, tags and allowances")]);
            }

            switch (await ledger.AppendAsync(tenant, Stream, model.Seq, 0, [entry], Durability.Durable, CancellationToken.None))
            {
                case AppendOutcome.Appended:
                    await RefreshAsync(CancellationToken.None);
                    return done(_model);
                case AppendOutcome.Failed failed:
                    throw new LedgerUnavailableException(failed.Reason);
            }
        }

        throw new LedgerUnavailableException($"other processes changed the keys {MostTries} times in a row.");
    }

    private static KeyOutcome.Unknown Unknown(KeysModel model, string name) => new(
        $"There is no key '{name}'. {Hint(name, model.Keys.Values.Where(key => key.Revoked is null).Select(key => key.Settings.Name))}");

    private static string Hint(string name, IEnumerable<string> known)
    {
        var names = known.Order(StringComparer.OrdinalIgnoreCase).ToList();
        if (NearestName.Of(name, names) is { } near)
            return $"Did you mean '{near}'?";
        return names.Count == 0 ? "There are none yet."
            : $"There are: {string.Join(", ", names.Take(10))}{(names.Count > 10 ? " …" : "")}.";
    }

    private static NewEvent Make<T>(string type, T body, JsonTypeInfo<T> json, string actor) => new()
    {
        Type = type,
        Actor = actor,
        Body = JsonSerializer.SerializeToUtf8Bytes(body, json),
    };
}
