using System.Runtime.CompilerServices;
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

    // A walk of a large repository costs more than many a test run: the disk is read once a session, changes come on top.
    private static readonly ConditionalWeakTable<TaskSession, SortedDictionary<string, string>> OnDisk = [];

    /// <summary>The layer's folder; it need not exist.</summary>
    public static string For(TaskSession session, ChangeSet? staged)
    {
        var manifests = new SortedDictionary<string, string>(OnDisk.GetValue(session, Read), StringComparer.Ordinal);
        var changes = staged?.Changes ?? [];
        foreach (var change in changes)
            manifests.Remove((change.From ?? change.Path).Value);
        foreach (var change in changes)
        {
            if (change.ContentHash is { } hash && IsManifest(change.Path.Value))
                manifests[change.Path.Value] = hash;
        }

        var text = string.Concat(manifests.Select(file => $"\n{file.Key}\n{file.Value}"));
        return Path.Combine(session.StateFolder, "layers", HashOf(Encoding.UTF8.GetBytes(session.Root + text))[..24]);
    }

    /// <summary>The layer that a run over the shadow reads; null where the sandbox is a mere copy, which cannot show one.</summary>
    public static string? Readable(TaskSession session, ChangeSet? staged) =>
        session.Sandbox is { Tier: <= IsolationTier.L2 } ? For(session, staged) : null;

    public static bool IsPrepared(string layer) =>
        File.Exists(Path.Combine(Path.GetDirectoryName(layer)!, $"{Path.GetFileName(layer)}.{Marker}"));

    public static void MarkPrepared(string layer) =>
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(layer)!, $"{Path.GetFileName(layer)}.{Marker}"), "");

    private static SortedDictionary<string, string> Read(TaskSession session)
    {
        var manifests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Limb.FilesOf(session.Disk, "").Where(IsManifest))
        {
            if (RepoPath.TryParse(file, out var path, out _) && session.Disk.Read(path) is { } bytes)
                manifests[file] = HashOf(bytes.Span);
        }

        return manifests;
    }

    private static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static bool IsManifest(string file)
    {
        var name = file[(file.LastIndexOf('/') + 1)..];
        return Manifests.Any(pattern => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true));
    }
}
