using System.Collections.Concurrent;

namespace Tako.Reflexes.Pseudonyms;

/// <summary>Keeps vaults for as long as the process lives.</summary>
public sealed class MemoryPseudonymStore : IPseudonymStore
{
    private readonly ConcurrentDictionary<string, byte[]> _vaults = new(StringComparer.Ordinal);

    public ValueTask<byte[]?> ReadAsync(string name, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_vaults.GetValueOrDefault(name));

    public ValueTask WriteAsync(string name, ReadOnlyMemory<byte> sealedVault, CancellationToken cancellationToken)
    {
        _vaults[name] = sealedVault.ToArray();
        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveAsync(string name, CancellationToken cancellationToken)
    {
        _vaults.TryRemove(name, out _);
        return ValueTask.CompletedTask;
    }
}
