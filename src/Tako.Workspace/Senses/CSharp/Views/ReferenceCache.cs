using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Tako.Workspace.Senses.CSharp.Views;

/// <summary>Referred assemblies, read once for all repositories: a framework alone has over a hundred.</summary>
internal static class ReferenceCache
{
    private const int MaxKept = 2_000;
    private static readonly ConcurrentDictionary<(string Path, long Size, long Ticks), PortableExecutableReference> Kept = [];

    /// <summary>Null when the file cannot be read as an assembly.</summary>
    public static PortableExecutableReference? Of(string path)
    {
        try
        {
            var file = new FileInfo(path);
            var key = (path, file.Length, file.LastWriteTimeUtc.Ticks);
            if (Kept.TryGetValue(key, out var known))
                return known;
            if (Kept.Count >= MaxKept)
                Kept.Clear();
            return Kept.GetOrAdd(key, MetadataReference.CreateFromFile(path));
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            return null;
        }
    }
}
