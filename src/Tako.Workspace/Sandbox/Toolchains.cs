using System.Collections.Concurrent;

namespace Tako.Workspace.Sandbox;

/// <summary>The parts of hidden folders that hold tools and no secrets. Everything else in them stays hidden.</summary>
internal static class Toolchains
{
    private const int MaxPrograms = 500;

    private static readonly string[] InHome =
        [".pyenv", ".rustup", ".cargo/bin", ".cargo/env", ".nvm", ".volta", ".fnm", ".bun", ".deno/bin", ".sdkman/candidates", ".asdf",
         ".rbenv", ".ghcup", ".dotnet/dotnet", ".dotnet/sdk", ".dotnet/shared", ".dotnet/host", ".dotnet/packs",
         ".dotnet/tools", ".dotnet/sdk-manifests", ".dotnet/templates", ".local/bin", ".local/pipx",
         ".local/share/uv", ".local/share/mise", "go/bin",
         "bin"];

    /// <summary>Folders that hold much more than one tool chain, although programs lie in them.</summary>
    private static readonly string[] TooWide = [".local", ".config", ".cache", "share", ".cargo", ".ssh", ".gnupg", ".aws"];

    private static readonly ConcurrentDictionary<(string Home, string Path), string[]> Known = new();

    public static IEnumerable<string> In(HostView host)
    {
        foreach (var name in InHome)
            yield return Path.Join(host.Home, name);
        foreach (var named in new[] { "DOTNET_ROOT", "JAVA_HOME", "GOROOT", "PYENV_ROOT", "RUSTUP_HOME", "NVM_DIR", "VIRTUAL_ENV" })
        {
            if (Environment.GetEnvironmentVariable(named) is { Length: > 1 } path && Path.IsPathFullyQualified(path))
                yield return Path.GetFullPath(path);
        }

        foreach (var folder in Known.GetOrAdd((host.Home, Environment.GetEnvironmentVariable("PATH") ?? ""),
            static key => [.. key.Path.Split(':').SelectMany(folder => OfPath(folder, key.Home)).Distinct(StringComparer.Ordinal)]))
            yield return folder;
    }

    /// <summary>
    /// Where pyenv finds its versions when <c>HOME</c> is not the folder it is installed in: its shims ask for the root.
    /// </summary>
    public static string? PyenvRoot() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Select(folder => folder.TrimEnd('/'))
            .Where(folder => Path.GetFileName(folder) == "shims"
                && File.Exists(Path.Join(Path.GetDirectoryName(folder), "libexec", "pyenv")))
            .Select(folder => Path.GetDirectoryName(folder)).FirstOrDefault();

    /// <summary>A folder of programs, the tool chain it belongs to, and those its links lead to.</summary>
    internal static IEnumerable<string> OfPath(string folder, string home)
    {
        // The hidden places themselves and the home folder are never put back whole.
        if (!IsNarrow(folder, home))
            yield break;
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        yield return folder;
        if (Chain(folder, home) is { } chain)
            yield return chain;
        foreach (var target in Targets(folder).Where(target => IsNarrow(Path.GetDirectoryName(target)!, home)))
        {
            yield return target;
            if (Chain(Path.GetDirectoryName(target)!, home) is { } further)
                yield return further;
        }
    }

    /// <summary>The folder that programs in <paramref name="folder"/> were installed to; null when that is not one tool
    /// chain's own.</summary>
    private static string? Chain(string folder, string home)
    {
        if (Path.GetDirectoryName(folder) is not { } above || !IsNarrow(above, home) || TooWide.Contains(Path.GetFileName(above)))
            return null;
        string[] signs = Path.GetFileName(folder) switch
        {
            "shims" => ["versions", "installs", "libexec"],
            "bin" => ["lib", "lib64", "libexec", "versions"],
            _ => [],
        };
        return signs.Any(sign => Directory.Exists(Path.Join(above, sign))) ? above : null;
    }

    private static IEnumerable<string> Targets(string folder)
    {
        List<string> targets;
        try
        {
            targets = [.. new DirectoryInfo(folder).EnumerateFileSystemInfos().Take(MaxPrograms)
                .Where(entry => entry.LinkTarget is not null).Select(entry => HostView.RealPath(entry.FullName)).Where(File.Exists)];
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return [];
        }

        return targets;
    }

    private static bool IsNarrow(string folder, string home) =>
        folder.Length > 1 && Path.IsPathFullyQualified(folder) && folder.Trim('/').Contains('/', StringComparison.Ordinal)
        && !IsHomeOfSomebody(folder) && !HostView.IsInside(home, HostView.RealPath(folder));

    private static bool IsHomeOfSomebody(string folder) =>
        Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(HostView.RealPath(folder))) is "/home" or "/" or null;
}
