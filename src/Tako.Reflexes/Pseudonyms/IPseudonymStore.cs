namespace Tako.Reflexes.Pseudonyms;

/// <summary>Where vaults lie at rest, encrypted by themselves. Safe for concurrent use.</summary>
public interface IPseudonymStore
{
    /// <summary>What was last written under the name; null when there is nothing.</summary>
    /// <param name="name">Lower-case hexadecimal.</param>
    ValueTask<byte[]?> ReadAsync(string name, CancellationToken cancellationToken);

    /// <summary>Replaces what lies under the name as a whole, or leaves it as it was.</summary>
    ValueTask WriteAsync(string name, ReadOnlyMemory<byte> sealedVault, CancellationToken cancellationToken);

    ValueTask RemoveAsync(string name, CancellationToken cancellationToken);
}
