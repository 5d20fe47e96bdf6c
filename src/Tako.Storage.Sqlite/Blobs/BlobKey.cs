using System.Security.Cryptography;

namespace Tako.Storage.Sqlite.Blobs;

/// <summary>A key as the key file holds it; the keys in use are derived from it, one for each purpose.</summary>
/// <param name="Id">Random; stands beside every blob sealed under the key.</param>
internal sealed record BlobKey(byte[] Id, byte[] Secret)
{
    public const int Bytes = 32;

    /// <summary>Names content.</summary>
    public byte[] ForHash() => Derive("tako blob hash"u8);

    /// <summary>Encrypts content.</summary>
    public byte[] ForSeal() => Derive("tako blob seal"u8);

    /// <summary>The secret from which stored answers are named and sealed, apart from blobs.</summary>
    public byte[] ForAnswers() => Derive("tako stored answers"u8);

    // HKDF, RFC 5869.
    private byte[] Derive(ReadOnlySpan<byte> purpose)
    {
        var key = new byte[Bytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Secret, key, salt: [], info: purpose);
        return key;
    }
}
