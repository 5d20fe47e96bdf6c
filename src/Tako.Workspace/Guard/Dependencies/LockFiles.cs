using Tako.Workspace.Overlay;

namespace Tako.Workspace.Guard.Dependencies;

/// <summary>Files in which package managers write down what they resolved, and the manifests those follow from.</summary>
internal static class LockFiles
{
    private static readonly (string Lock, string[] Manifests)[] Known =
    [
        ("package-lock.json", ["package.json"]), ("npm-shrinkwrap.json", ["package.json"]), ("yarn.lock", ["package.json"]),
        ("pnpm-lock.yaml", ["package.json"]), ("bun.lock", ["package.json"]), ("bun.lockb", ["package.json"]),
        ("packages.lock.json", ["*.csproj", "*.fsproj", "*.vbproj", "*.props", "*.targets"]),
        ("poetry.lock", ["pyproject.toml"]), ("uv.lock", ["pyproject.toml"]), ("pdm.lock", ["pyproject.toml"]),
        ("Pipfile.lock", ["Pipfile"]), ("go.sum", ["go.mod"]), ("Cargo.lock", ["Cargo.toml"]), ("Gemfile.lock", ["Gemfile", "*.gemspec"]),
        ("composer.lock", ["composer.json"]), ("gradle.lockfile", ["build.gradle", "build.gradle.kts", "libs.versions.toml"]),
        ("mix.lock", ["mix.exs"]), ("pubspec.lock", ["pubspec.yaml"]),
    ];

    public static bool IsOne(RepoPath path) => ManifestsOf(path) is not null;

    /// <summary>Patterns for the names of the manifests; null when the file is no lock file.</summary>
    public static IReadOnlyList<string>? ManifestsOf(RepoPath path)
    {
        foreach (var (name, manifests) in Known)
        {
            if (path.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return manifests;
        }

        return null;
    }
}
