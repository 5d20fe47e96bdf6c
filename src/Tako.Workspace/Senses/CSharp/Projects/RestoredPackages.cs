using System.Text.Json;

namespace Tako.Workspace.Senses.CSharp.Projects;

/// <summary>One package of a restored project, for its target framework.</summary>
/// <param name="Folder">Relative to a package folder.</param>
internal sealed record RestoredPackage(string Name, string Version, string Folder, IReadOnlyList<string> Compile,
    IReadOnlyList<string> Runtime,
    IReadOnlyList<string> Frameworks, IReadOnlyList<string> Files, IReadOnlyList<(string Asset, string Rid, string Type)> ForRuntimes);

/// <summary>What <c>project.assets.json</c> says that restoring gave.</summary>
internal sealed class RestoredPackages
{
    public required IReadOnlyList<RestoredPackage> Packages { get; init; }

    /// <summary>Where packages lie on this machine.</summary>
    public required IReadOnlyList<string> Folders { get; init; }

    /// <summary>Packages that the project itself asks for, with the range of versions.</summary>
    public required IReadOnlyDictionary<string, string> Asked { get; init; }

    /// <summary>Null when the file cannot be read or knows nothing of the framework.</summary>
    public static RestoredPackages? Read(byte[] json, Moniker target, OutputFiles output)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement, target, output);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The absolute path of a file in a package; null when it is not there.</summary>
    public string? Find(RestoredPackage package, string file) =>
        Folders.Select(folder => Path.Join(folder, package.Folder, file)).FirstOrDefault(File.Exists);

    private static RestoredPackages? Read(JsonElement root, Moniker target, OutputFiles output)
    {
        var full = target.IsNet ? $".NETCoreApp,Version=v{target.Version}" : $".NETStandard,Version=v{target.Version}";
        bool Fits(string name) => name.Equals(target.Text, StringComparison.OrdinalIgnoreCase)
            || name.Equals(full, StringComparison.OrdinalIgnoreCase);
        var chosen = root.GetProperty("targets").EnumerateObject().FirstOrDefault(entry => Fits(entry.Name));
        if (chosen.Value.ValueKind != JsonValueKind.Object)
            return null;
        var libraries = root.GetProperty("libraries");
        var packages = new List<RestoredPackage>();
        foreach (var entry in chosen.Value.EnumerateObject())
        {
            if (entry.Value.GetProperty("type").GetString() != "package" || !libraries.TryGetProperty(entry.Name, out var library))
                continue;
            var slash = entry.Name.IndexOf('/');
            packages.Add(new RestoredPackage(entry.Name[..slash], entry.Name[(slash + 1)..], library.GetProperty("path").GetString()!,
                Assets(entry.Value, "compile"), Assets(entry.Value, "runtime"), Strings(entry.Value, "frameworkReferences"),
                Strings(library, "files"), ForRuntimes(entry.Value)));
        }

        var folders = root.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToList();
        if (output.PackageFolder is { } layered)
            folders.Insert(0, layered);
        return new RestoredPackages { Packages = packages, Folders = folders, Asked = AskedFor(root, Fits) };
    }

    private static Dictionary<string, string> AskedFor(JsonElement root, Func<string, bool> fits)
    {
        var asked = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var framework in root.GetProperty("project").GetProperty("frameworks").EnumerateObject()
            .Where(entry => fits(entry.Name)))
        {
            if (!framework.Value.TryGetProperty("dependencies", out var dependencies))
                continue;
            foreach (var dependency in dependencies.EnumerateObject())
            {
                if (dependency.Value.ValueKind == JsonValueKind.Object)
                    asked[dependency.Name] = dependency.Value.TryGetProperty("version", out var version) ? version.GetString() ?? "" : "";
            }
        }

        return asked;
    }

    private static (string, string, string)[] ForRuntimes(JsonElement package) => package.TryGetProperty("runtimeTargets", out var assets)
        ? [.. assets.EnumerateObject().Where(asset => !asset.Name.EndsWith("/_._", StringComparison.Ordinal))
            .Select(asset => (asset.Name, asset.Value.GetProperty("rid").GetString()!,
                asset.Value.GetProperty("assetType").GetString()!))] : [];

    private static string[] Assets(JsonElement package, string kind) => package.TryGetProperty(kind, out var assets)
        ? [.. assets.EnumerateObject().Select(asset => asset.Name).Where(name => !name.EndsWith("/_._", StringComparison.Ordinal))] : [];

    private static string[] Strings(JsonElement owner, string name) => owner.TryGetProperty(name, out var list)
        ? [.. list.EnumerateArray().Select(one => one.GetString()!)] : [];
}
