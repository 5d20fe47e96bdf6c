using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Tako.Core.Labels;

namespace Tako.Reflexes.Pseudonyms;

/// <summary>
/// The values of one session of one tenant and the tokens that stand for them. Values lie encrypted; a token is made by HMAC from
/// the session's key, so that it is the same each time and says nothing outside of the session. Safe for concurrent use.
/// </summary>
public sealed class PseudonymVault : IDisposable
{
    // Forms of a value (case, spacing) differ in the last symbol alone.
    private const int Forms = 32;
    private const int MaxTries = 8;
    private readonly VaultKeys _keys;
    private readonly PseudonymOptions _options;
    private readonly TimeProvider _time;
    private readonly ulong _codes;
    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, VaultEntry> _byValue = [];
    private readonly Dictionary<PseudonymToken, VaultEntry> _byToken = [];
    private bool _closed;

    /// <param name="master">At least 32 bytes from a source of chance; the same for all sessions.</param>
    public PseudonymVault(ReadOnlySpan<byte> master, string tenant, string session, TimeProvider time, PseudonymOptions? options = null)
        : this(master, tenant, session, time, options, bits: 40)
    {
    }

    /// <param name="bits">How many bits of a code differ; fewer make collisions.</param>
    internal PseudonymVault(ReadOnlySpan<byte> master, string tenant, string session, TimeProvider time, PseudonymOptions? options,
        int bits)
    {
        _keys = new VaultKeys(master, tenant, session);
        (_time, _options, _codes) = (time, (options ?? new PseudonymOptions()).Validate(), (1UL << bits) - 1);
    }

    /// <summary>Under which it lies in a store.</summary>
    public string StoreName => _keys.StoreName;

    /// <summary>Values that it holds.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _byToken.Count;
        }
    }

    /// <summary>
    /// The token for a value; null where the vault is full or the value too long: then it must be masked. Forms of one value (case,
    /// spacing, separators of numbers) get tokens that differ in the last symbol alone, so that each comes back as it was.
    /// </summary>
    /// <param name="kind">A finding's kind.</param>
    /// <param name="level">Who may see the value; the strictest of all times it was given.</param>
    public PseudonymToken? Hide(ReadOnlySpan<char> value, string kind, Confidentiality level)
    {
        if (value.Length > _options.MaxLength)
            return null;
        var letter = PseudonymKinds.LetterOf(kind);
        var exact = _keys.Digest("form", kind, value);
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_byValue.TryGetValue(exact, out var known) && known.Ends > now)
            {
                known.Level = known.Level > level ? known.Level : level;
                known.Ends = now + _options.Life;
                return known.Token;
            }

            Drop(known);
            if (_byToken.Count >= _options.MaxValues)
                Sweep(now);
            if (_byToken.Count >= _options.MaxValues || Free(letter, kind, NormalForm.Of(value, letter), now) is not { } token)
                return null;
            var entry = new VaultEntry
            {
                Token = token,
                Digest = exact,
                Level = level,
                Ends = now + _options.Life,
                Sealed = _keys.Seal(MemoryMarshal.AsBytes(value), VaultEntry.Bound(token)),
            };
            Keep(entry);
            return token;
        }
    }

    /// <summary>What a token stands for, if the receiver may see it.</summary>
    public PseudonymLookup Reveal(PseudonymToken token, Confidentiality clearance)
    {
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (!_byToken.TryGetValue(token, out var entry) || entry.Ends <= now)
                return new PseudonymLookup.Unknown();
            if (entry.Level > clearance)
                return new PseudonymLookup.Withheld(entry.Level);
            if (_keys.Open(entry.Sealed, VaultEntry.Bound(token)) is not { } plain)
                return new PseudonymLookup.Unknown();
            entry.Ends = now + _options.Life;
            var value = new string(MemoryMarshal.Cast<byte, char>(plain));
            CryptographicOperations.ZeroMemory(plain);
            return new PseudonymLookup.Value(value);
        }
    }

    /// <summary>Everything that has not ended, encrypted: only a vault of the same key, tenant and session opens it.</summary>
    public byte[] Export()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            Sweep(_time.GetUtcNow());
            return _keys.Seal(VaultSnapshot.Write(_byToken.Values), VaultSnapshot.Bound);
        }
    }

    /// <summary>Takes in what was exported, beside what it holds; false, and nothing taken, where these bytes are not its own.</summary>
    public bool Import(ReadOnlySpan<byte> exported)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_keys.Open(exported, VaultSnapshot.Bound) is not { } plain || VaultSnapshot.Read(plain) is not { } entries)
                return false;
            var now = _time.GetUtcNow();
            foreach (var entry in entries)
            {
                var room = entry.Ends > now && _byToken.Count < _options.MaxValues;
                if (room && !_byToken.ContainsKey(entry.Token) && !_byValue.ContainsKey(entry.Digest))
                    Keep(entry);
            }

            return true;
        }
    }

    /// <summary>Forgets values and keys.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_closed)
                return;
            _closed = true;
            _byValue.Clear();
            _byToken.Clear();
            _keys.Dispose();
        }
    }

    // Two values that fall on one code differ in the last symbol or, when all are taken, in another digest.
    private PseudonymToken? Free(char letter, string kind, ReadOnlySpan<char> normal, DateTimeOffset now)
    {
        for (var attempt = 0; attempt < MaxTries; attempt++)
        {
            var code = (ulong)(_keys.Digest($"token{attempt}", kind, normal) >> 88) & _codes;
            for (var form = 0; form < Forms; form++)
            {
                var token = new PseudonymToken(letter, (code & ~31UL) | ((code + (uint)form) & 31));
                if (!_byToken.TryGetValue(token, out var taken))
                    return token;
                if (taken.Ends <= now)
                {
                    Drop(taken);
                    return token;
                }
            }
        }

        return null;
    }

    private void Keep(VaultEntry entry)
    {
        _byValue[entry.Digest] = entry;
        _byToken[entry.Token] = entry;
    }

    private void Drop(VaultEntry? entry)
    {
        if (entry is null)
            return;
        _byValue.Remove(entry.Digest);
        _byToken.Remove(entry.Token);
    }

    private void Sweep(DateTimeOffset now)
    {
        foreach (var ended in _byToken.Values.Where(entry => entry.Ends <= now).ToList())
            Drop(ended);
    }
}
