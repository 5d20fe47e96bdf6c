namespace Tako.Workspace.Sandbox.Caches;

/// <summary>A package manager's cache at its own path, with the layer that lies over it.</summary>
internal sealed record PackageCache(string Path, LayerFolder? Layer);

/// <summary>The caches that commands may read, and that a preparing run may add to without changing the user's.</summary>
internal static class PackageCaches
{
    private static readonly string[] InHome =
        [".nuget/packages", ".npm/_cacache", ".cache", ".cargo/registry", ".cargo/git", ".m2/repository", ".gradle/caches",
         ".gradle/wrapper", "go/pkg", ".local/lib", ".local/share/pnpm", ".ivy2", ".gem"];

    public static IReadOnlyList<PackageCache> Of(SandboxRun run, HostView host)
    {
        var caches = InHome.Select(name => (Path: System.IO.Path.Join(host.Home, name), Name: name.Replace('/', '-'))).ToList();
        if (NuGetFolder(run, host) is var nuget && nuget != caches[0].Path)
            caches[0] = (nuget, caches[0].Name);
        // ~/.cache holds far more than packages: browsers' files, tokens. Only pip's part and what preparing wrote is shown.
        return [.. caches.Select(cache => new PackageCache(
            cache.Name == ".cache" ? System.IO.Path.Join(cache.Path, "pip") : cache.Path, LayerFolder.Of(run, cache.Name)))];
    }

    public static string NuGetFolder(SandboxRun run, HostView host)
    {
        var named = run.Environment.GetValueOrDefault("NUGET_PACKAGES") ?? Environment.GetEnvironmentVariable("NUGET_PACKAGES");
        return named is { Length: > 0 } && System.IO.Path.IsPathFullyQualified(named)
            ? HostView.RealPath(System.IO.Path.GetFullPath(named))
            : System.IO.Path.Join(host.Home, ".nuget/packages");
    }
}
