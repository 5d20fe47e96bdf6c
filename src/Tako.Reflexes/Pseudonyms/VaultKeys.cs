using System.Security.Cryptography;
using System.Text;

namespace Tako.Reflexes.Pseudonyms;

/// <summary>
/// The keys of one session of one tenant, each derived for its purpose (HKDF, RFC 5869): what is made with those of one session
/// says nothing about another.
/// </summary>
internal sealed class VaultKeys : IDisposable
{
    public const int MasterLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private readonly byte[] _tokens;
    private readonly AesGcm _seal;

    public VaultKeys(ReadOnlySpan<byte> master, string tenant, string session)
    {
        ArgumentException.ThrowIfNullOrEmpty(tenant);
        ArgumentException.ThrowIfNullOrEmpty(session);
        if (master.Length < MasterLength)
            throw new ArgumentException($"The key of pseudonyms needs at least {MasterLength} bytes of chance.", nameof(master));
        _tokens = Derive(master, "tokens", tenant, session);
        var seal = Derive(master, "values", tenant, session);
        _seal = new AesGcm(seal, TagLength);
        CryptographicOperations.ZeroMemory(seal);
        StoreName = Convert.ToHexStringLower(Derive(master, "name", tenant, session).AsSpan(0, 20));
    }

    /// <summary>Under which the vault lies in a store: tells neither tenant nor session.</summary>
    public string StoreName { get; }

    /// <summary>Keyed digest of a kind and a value.</summary>
    public UInt128 Digest(string purpose, string kind, ReadOnlySpan<char> value)
    {
        var head = $"{purpose}\0{kind}\0";
        var bytes = new byte[Encoding.UTF8.GetByteCount(head) + (2 * value.Length)];
        var at = Encoding.UTF8.GetBytes(head, bytes);
        // UTF-16 as it is: unlike UTF-8 it also tells halves of surrogate pairs apart.
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(value).CopyTo(bytes.AsSpan(at));
        Span<byte> digest = stackalloc byte[32];
        HMACSHA256.HashData(_tokens, bytes, digest);
        CryptographicOperations.ZeroMemory(bytes);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(digest);
    }

    /// <summary>Nonce, tag and the encrypted text. Not for concurrent use.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> bound)
    {
        var box = new byte[NonceLength + TagLength + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceLength));
        _seal.Encrypt(box.AsSpan(0, NonceLength), plain, box.AsSpan(NonceLength + TagLength), box.AsSpan(NonceLength, TagLength), bound);
        return box;
    }

    /// <summary>What was sealed, or null for anything that these keys did not seal for this use. Not for concurrent use.</summary>
    public byte[]? Open(ReadOnlySpan<byte> box, ReadOnlySpan<byte> bound)
    {
        if (box.Length < NonceLength + TagLength)
            return null;
        var plain = new byte[box.Length - NonceLength - TagLength];
        try
        {
            _seal.Decrypt(box[..NonceLength], box[(NonceLength + TagLength)..], box.Slice(NonceLength, TagLength), plain, bound);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_tokens);
        _seal.Dispose();
    }

    private static byte[] Derive(ReadOnlySpan<byte> master, string purpose, string tenant, string session)
    {
        var key = new byte[32];
        // With the lengths in front no tenant's name can run into a session's.
        HKDF.DeriveKey(HashAlgorithmName.SHA256, master, key, [],
            Encoding.UTF8.GetBytes($"tako/pseudonyms/{purpose}/{tenant.Length}/{tenant}/{session.Length}/{session}"));
        return key;
    }
}
