namespace Tako.Tests.Doubles;

/// <summary>A real folder with real files, gone at the end of the test.</summary>
internal sealed class TempRepository : IDisposable
{
    public TempRepository(IReadOnlyDictionary<string, string> files)
    {
        Root = Directory.CreateTempSubdirectory("tako-animal-").FullName;
        foreach (var (path, text) in files)
            Put(path, text);
    }

    public string Root { get; }

    public void Put(string path, string text)
    {
        var full = Path.Join(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    public string? Text(string path) => File.Exists(Path.Join(Root, path)) ? File.ReadAllText(Path.Join(Root, path)) : null;

    /// <summary>Every file and its text: what "byte for byte as it was" means here.</summary>
    public SortedDictionary<string, string> Files()
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories))
            files[Path.GetRelativePath(Root, file)] = File.ReadAllText(file);
        return files;
    }

    /// <summary>Makes the folder what it was.</summary>
    public void Restore(IReadOnlyDictionary<string, string> files)
    {
        foreach (var gone in Files().Keys.Where(path => !files.ContainsKey(path)))
            File.Delete(Path.Join(Root, gone));
        foreach (var (path, text) in files)
            Put(path, text);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
