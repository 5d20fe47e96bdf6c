using System.Security.Cryptography;
using System.Text;
using Tako.Tasks;
using Tako.Workspace.Overlay;
using Tako.Workspace.Sandbox;

namespace Tako.Limbs;

/// <summary>
/// Where a repository's prepared layer (restored packages, build output) lies: one for each state of the files that say
/// what is to be restored, so that a changed dependency is prepared anew.
/// </summary>
internal static class Layers
{
    private static readonly string[] Manifests =
    [
        "*.csproj", "*.fsproj", "*.vbproj", "*.props", "*.targets", "*.sln", "*.slnx", "nuget.config", "global.json", "packages.lock.json",
        "package.json", "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "requirements*.txt", "pyproject.toml", "poetry.lock",
        "go.mod", "go.sum", "Cargo.toml", "Cargo.lock", "pom.xml", "build.gradle", "build.gradle.kts",
    ];

    private const string Marker = "prepared";

    /// <summary>The layer's folder; it need not exist.</summary>
    public static string For(TaskSession session, Shadow shadow)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(session.Root));
        foreach (var file in Limb.FilesOf(shadow, "").Where(IsManifest))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"\n{file}\n"));
            if (RepoPath.TryParse(file, out var path, out _) && shadow.Read(path) is { } bytes)
                hash.AppendData(bytes.Span);
        }

        return Path.Combine(session.StateFolder, "layers", Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 12)));
    }

    /// <summary>The layer that a run over the shadow reads; null where the sandbox is a mere copy, which cannot show one.</summary>
    public static string? Readable(TaskSession session, Shadow shadow) =>
        session.Sandbox is { Tier: <= IsolationTier.L2 } ? For(session, shadow) : null;

    public static bool IsPrepared(string layer) => File.Exists(Path.Combine(Path.GetDirectoryName(layer)!, $"{Path.GetFileName(layer)}.{Marker}"));

    public static void MarkPrepared(string layer) =>
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(layer)!, $"{Path.GetFileName(layer)}.{Marker}"), "");

    private static bool IsManifest(string file)
    {
        var name = file[(file.LastIndexOf('/') + 1)..];
        return Manifests.Any(pattern => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true));
    }
}
