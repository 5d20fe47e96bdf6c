namespace Tako.Reflexes.Pseudonyms;

/// <summary>The open vaults, one for each session of each tenant. Safe for concurrent use.</summary>
/// <param name="master">At least 32 bytes from a source of chance; without them nothing that lies in the store comes back.</param>
public sealed class PseudonymSessions(ReadOnlyMemory<byte> master, IPseudonymStore store, TimeProvider time,
    PseudonymOptions? options = null)
{
    private readonly PseudonymOptions _options = (options ?? new PseudonymOptions()).Validate();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<(string Tenant, string Session), Opened> _open = [];
    private long _uses;

    private sealed record Opened(PseudonymVault Vault)
    {
        public long LastUse { get; set; }
    }

    /// <summary>The session's vault, with what the store holds for it.</summary>
    /// <exception cref="InvalidDataException">What lies in the store is not this session's, or damaged.</exception>
    public async ValueTask<PseudonymVault> OpenAsync(string tenant, string session, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (!_open.TryGetValue((tenant, session), out var opened))
            {
                if (_open.Count >= _options.MaxSessions)
                    await CloseOneAsync(cancellationToken);
                opened = new Opened(await LoadAsync(tenant, session, cancellationToken));
                _open[(tenant, session)] = opened;
            }

            opened.LastUse = ++_uses;
            return opened.Vault;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Writes the session's vault to the store, encrypted.</summary>
    public async ValueTask SaveAsync(string tenant, string session, CancellationToken cancellationToken = default)
    {
        var vault = await OpenAsync(tenant, session, cancellationToken);
        await store.WriteAsync(vault.StoreName, vault.Export(), cancellationToken);
    }

    /// <summary>Forgets a session's values here and in the store: its tokens stay tokens from now on.</summary>
    public async ValueTask ForgetAsync(string tenant, string session, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            using var vault = _open.Remove((tenant, session), out var opened)
                ? opened.Vault
                : new PseudonymVault(master.Span, tenant, session, time, _options);
            await store.RemoveAsync(vault.StoreName, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask<PseudonymVault> LoadAsync(string tenant, string session, CancellationToken cancellationToken)
    {
        var vault = new PseudonymVault(master.Span, tenant, session, time, _options);
        if (await store.ReadAsync(vault.StoreName, cancellationToken) is { } exported && !vault.Import(exported))
        {
            throw new InvalidDataException($"The vault {vault.StoreName} of session '{session}' does not open: it is damaged or was made "
                + "with another key. Give the key it was made with, or forget the session.");
        }

        return vault;
    }

    // It may still be in someone's hands, so it is written and let go, not emptied.
    private async ValueTask CloseOneAsync(CancellationToken cancellationToken)
    {
        var (key, opened) = _open.MinBy(static entry => entry.Value.LastUse);
        await store.WriteAsync(opened.Vault.StoreName, opened.Vault.Export(), cancellationToken);
        _open.Remove(key);
    }
}
