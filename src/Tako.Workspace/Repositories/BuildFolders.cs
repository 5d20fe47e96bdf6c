namespace Tako.Workspace.Repositories;

/// <summary>Folders that tools fill: packages, caches and build output, not the repository's own work.</summary>
internal static class BuildFolders
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "node_modules", "bin", "obj", "target", "artifacts", ".venv", "venv", "__pycache__", ".tox", ".mypy_cache", ".pytest_cache",
        ".ruff_cache", ".gradle", ".vs", ".idea", "site-packages", ".next", ".nuxt", "bower_components", ".terraform", ".cache",
    };

    public static bool IsOne(string folder) => Names.Contains(folder[(folder.LastIndexOf('/') + 1)..]);
}
