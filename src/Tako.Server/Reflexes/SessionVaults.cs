using System.Security.Cryptography;
using System.Text;
using Tako.Reflexes.Pseudonyms;

namespace Tako.Server.Reflexes;

/// <summary>
/// The pseudonyms of all sessions, over every version of the configuration: in memory, or, where a key is configured, encrypted in a
/// folder, so that tokens outlive a restart.
/// </summary>
public sealed class SessionVaults
{
    private const int KeyBytes = 32;
    private readonly byte[] _master;
    private readonly PseudonymSessions _sessions;
    private readonly TimeProvider _time;
    private readonly bool _keeps;

    /// <param name="secret">At least 16 characters; null makes a key that is gone with the process.</param>
    /// <param name="folder">Where sealed vaults lie; null keeps them in memory.</param>
    public SessionVaults(string? secret, string? folder, TimeProvider time)
    {
        _master = secret is null
            ? RandomNumberGenerator.GetBytes(KeyBytes)
            : HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), KeyBytes,
                info: "tako gateway pseudonyms"u8.ToArray());
        _keeps = secret is not null && folder is not null;
        _sessions = new PseudonymSessions(_master, _keeps ? new FilePseudonymStore(folder!) : new MemoryPseudonymStore(), time);
        (Secret, _time) = (secret, time);
    }

    /// <summary>The secret that the key was made of.</summary>
    public string? Secret { get; }

    /// <summary>For hashes of values: equal over all sessions of this key.</summary>
    internal ReadOnlyMemory<byte> HashKey => _master;

    internal ValueTask<PseudonymVault> OpenAsync(string tenant, string session, CancellationToken cancellationToken) =>
        _sessions.OpenAsync(tenant, session, cancellationToken);

    /// <summary>A vault for one call.</summary>
    internal PseudonymVault New(string tenant, string id) => new(_master, tenant, id, _time);

    internal async ValueTask SaveAsync(string tenant, string session)
    {
        if (_keeps)
            await _sessions.SaveAsync(tenant, session, CancellationToken.None);
    }
}
