using System.Security.Cryptography;

namespace Tako.Workspace.Overlay;

/// <summary>The one way contents are named in the workspace: SHA-256 in lower-case hexadecimal.</summary>
internal static class ContentHash
{
    public static string Of(ReadOnlySpan<byte> content)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, digest);
        return Convert.ToHexStringLower(digest);
    }
}
