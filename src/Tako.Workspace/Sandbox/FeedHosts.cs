using System.Xml;
using System.Xml.Linq;

namespace Tako.Workspace.Sandbox;

/// <summary>Finds the package feeds a repository and its user have configured.</summary>
public static class FeedHosts
{
    private const int MaxFileBytes = 1 << 20;
    private static readonly string[] Variables =
        ["npm_config_registry", "NPM_CONFIG_REGISTRY", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX"];

    /// <summary>
    /// The hosts of the feeds of NuGet, npm and pip that hold for <paramref name="root"/>, with the port where it is not the
    /// usual one. The repository's own files are among the sources, so show the answer before granting it.
    /// </summary>
    public static IReadOnlyList<string> Detect(string root) =>
        Detect(root, Environment.GetEnvironmentVariable("HOME") ?? "/");

    internal static IReadOnlyList<string> Detect(string root, string home)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        var addresses = new List<string>();
        foreach (var folder in Chain(Path.GetFullPath(root)))
        {
            foreach (var name in new[] { "NuGet.Config", "nuget.config", "NuGet.config" })
                addresses.AddRange(NuGetSources(Path.Join(folder, name)));
            addresses.AddRange(
                Settings(Path.Join(folder, ".npmrc"), key => key == "registry"
                    || key.EndsWith(":registry", StringComparison.Ordinal)));
        }

        foreach (var file in new[] { ".nuget/NuGet/NuGet.Config", ".config/NuGet/NuGet.Config" })
            addresses.AddRange(NuGetSources(Path.Join(home, file)));
        foreach (var file in new[] { Path.Join(home, ".npmrc"), "/etc/npmrc", "/usr/etc/npmrc", "/usr/local/etc/npmrc" })
            addresses.AddRange(Settings(file, key => key == "registry" || key.EndsWith(":registry", StringComparison.Ordinal)));
        foreach (var file in new[] { Path.Join(home, ".config/pip/pip.conf"), Path.Join(home, ".pip/pip.conf"),
            "/etc/pip.conf", Path.Join(root, "pip.conf") })
            addresses.AddRange(Settings(file, key => key is "index-url" or "extra-index-url" or "find-links"));
        addresses.AddRange(Variables.Select(Environment.GetEnvironmentVariable).OfType<string>());
        return [.. addresses.SelectMany(text => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Select(Host).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Chain(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
            yield return at;
    }

    private static string? Host(string address) =>
        Uri.TryCreate(address.Trim('"', '\''), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            && uri is { Host.Length: > 0 }
            ? uri.IsDefaultPort ? uri.Host : $"{uri.Host}:{uri.Port}"
            : null;

    private static IReadOnlyList<string> NuGetSources(string file)
    {
        if (Read(file) is not { } text)
            return [];
        try
        {
            return [.. XDocument.Parse(text).Descendants("packageSources").Elements("add")
                .Select(source => source.Attribute("value")?.Value).OfType<string>()];
        }
        catch (XmlException)
        {
            return [];
        }
    }

    private static IEnumerable<string> Settings(string file, Func<string, bool> wanted)
    {
        foreach (var line in (Read(file) ?? "").Split('\n'))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && wanted(line[..equals].Trim()))
                yield return line[(equals + 1)..].Trim();
        }
    }

    private static string? Read(string file)
    {
        try
        {
            return File.Exists(file) && new FileInfo(file).Length <= MaxFileBytes ? File.ReadAllText(file) : null;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
