using System.Security.Cryptography;
using Tako.Workspace.Overlay;

namespace Tako.Brain.Steps;

/// <summary>Compares a change with what lies on the disk.</summary>
internal static class DiskState
{
    public static bool IsAfter(string root, Change change) =>
        Hash(root, change.Path) == change.ContentHash && (change.From is not { } from || Hash(root, from) is null);

    public static bool IsBefore(string root, Change change)
    {
        var at = change.From ?? change.Path;
        return Hash(root, at) == change.Base?.Hash && (change.From is null || Hash(root, change.Path) is null);
    }

    private static string? Hash(string root, RepoPath path)
    {
        var full = path.Under(root);
        return File.Exists(full) ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(full))) : null;
    }
}
