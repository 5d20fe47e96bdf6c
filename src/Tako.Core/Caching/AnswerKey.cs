using System.Runtime.InteropServices;

namespace Tako.Core.Caching;

/// <summary>Names a stored answer: the SHA-256 of all that the answer depends on, the tenant included.</summary>
public readonly record struct AnswerKey(ulong A, ulong B, ulong C, ulong D)
{
    public const int Bytes = 32;

    /// <summary>The key of a hash of <see cref="Bytes"/> bytes.</summary>
    public static AnswerKey Of(ReadOnlySpan<byte> hash)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(hash.Length, Bytes);
        var parts = MemoryMarshal.Cast<byte, ulong>(hash);
        return new AnswerKey(parts[0], parts[1], parts[2], parts[3]);
    }

    public void CopyTo(Span<byte> hash)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hash.Length, Bytes);
        var parts = MemoryMarshal.Cast<byte, ulong>(hash[..Bytes]);
        (parts[0], parts[1], parts[2], parts[3]) = (A, B, C, D);
    }

    // Every bit of a SHA-256 is as good as any other.
    public override int GetHashCode() => (int)A;

    public override string ToString()
    {
        Span<byte> hash = stackalloc byte[Bytes];
        CopyTo(hash);
        return Convert.ToHexStringLower(hash);
    }
}
