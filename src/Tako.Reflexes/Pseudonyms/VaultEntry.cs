using System.Buffers.Binary;
using Tako.Core.Labels;

namespace Tako.Reflexes.Pseudonyms;

/// <summary>One value of a vault, encrypted. Guarded by the vault.</summary>
internal sealed class VaultEntry
{
    public required PseudonymToken Token { get; init; }

    /// <summary>Keyed digest of kind and value.</summary>
    public required UInt128 Digest { get; init; }

    public required byte[] Sealed { get; init; }

    public required Confidentiality Level { get; set; }

    public required DateTimeOffset Ends { get; set; }

    /// <summary>Binds the encrypted value to its token: exchanged for another's it does not open.</summary>
    public static byte[] Bound(PseudonymToken token)
    {
        var bytes = new byte[10];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, token.Kind);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(2), token.Code);
        return bytes;
    }
}
