using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses.CSharp.Projects;

/// <summary>
/// What building and restoring left behind, seen as a sandboxed run would see it: a prepared cache layer over the repository.
/// </summary>
internal sealed class OutputFiles(Shadow shadow, string? layer)
{
    private readonly string? _over = layer is null ? null : Path.Join(layer, "repository", "files");

    /// <summary>Where a package lies that was restored into the layer; null without a layer.</summary>
    public string? PackageFolder => layer is null ? null : Path.Join(layer, ".nuget-packages", "files");

    public string? Layer => layer;

    public byte[]? Read(string path)
    {
        if (Over(path) is { } over)
            return ReadFile(over);
        return RepoPath.TryParse(path, out var parsed, out _) && shadow.Read(parsed) is { } content ? content.ToArray() : null;
    }

    public bool Exists(string path) => Over(path) is not null || File.Exists(Path.Join(shadow.Root, path));

    /// <summary>The absolute path that can be opened from outside of the sandbox; null when there is no such file.</summary>
    public string? RealPath(string path) => Over(path) ?? (File.Exists(Path.Join(shadow.Root, path))
        ? Path.Join(shadow.Root, path) : null);

    /// <summary>Names of files directly in a folder.</summary>
    public IReadOnlyList<string> NamesIn(string folder) =>
        [.. Names(_over is null ? null : Path.Join(_over, folder)).Union(Names(Path.Join(shadow.Root, folder)), StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Names(string? folder)
    {
        try
        {
            return folder is not null && Directory.Exists(folder) ? Directory.GetFiles(folder)
                .Select(file => Path.GetFileName(file)) : [];
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private string? Over(string path) => _over is not null && Path.Join(_over, path) is var over && File.Exists(over) ? over : null;

    private static byte[]? ReadFile(string path)
    {
        try
        {
            return new FileInfo(path).Length <= DiskLayer.MaxFileBytes ? File.ReadAllBytes(path) : null;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
