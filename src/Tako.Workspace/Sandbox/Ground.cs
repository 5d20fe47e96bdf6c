using System.Security.Cryptography;
using System.Text;

namespace Tako.Workspace.Sandbox;

/// <summary>The part of a shadow that can be mounted before a run is known, in the words of one tier.</summary>
/// <param name="Key">Equal only for what is mounted from the same files in the same way.</param>
internal sealed record Ground(string Key, ReadOnlyMemory<byte> Bytes)
{
    public static Ground Of(ShadowPlan plan, MountTable mounts, ReadOnlyMemory<byte> bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(bytes.Span);
        hash.AppendData(Encoding.UTF8.GetBytes(plan.Seen));
        hash.AppendData(Encoding.UTF8.GetBytes(mounts.Text));
        return new Ground(Convert.ToHexStringLower(hash.GetHashAndReset()), bytes);
    }
}
