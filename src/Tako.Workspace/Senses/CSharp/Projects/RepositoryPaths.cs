namespace Tako.Workspace.Senses.CSharp.Projects;

/// <summary>Paths of project files: relative to the repository, divided by slashes, with <c>..</c> worked out.</summary>
internal static class RepositoryPaths
{
    /// <summary>Null when the path leaves the repository.</summary>
    public static string? Join(string folder, string path)
    {
        var parts = new List<string>();
        foreach (var part in $"{folder}/{path.Replace('\\', '/')}".Split('/'))
        {
            if (part is "" or ".")
                continue;
            if (part is not "..")
                parts.Add(part);
            else if (parts.Count == 0)
                return null;
            else
                parts.RemoveAt(parts.Count - 1);
        }

        return string.Join('/', parts);
    }

    public static string FolderOf(string path) => path.LastIndexOf('/') is var slash and >= 0 ? path[..slash] : "";

    public static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>The folder itself and those above it, up to the repository's root.</summary>
    public static IEnumerable<string> Upwards(string folder)
    {
        for (var at = folder; ; at = FolderOf(at))
        {
            yield return at;
            if (at.Length == 0)
                yield break;
        }
    }
}
