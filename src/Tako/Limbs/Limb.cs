using System.Text;
using Tako.Workspace.Overlay;
using Tako.Workspace.Senses;

namespace Tako.Limbs;

/// <summary>
/// An arm's shadow of the repository together with its senses. The arm stages into <see cref="Shadow"/> and feels what the
/// repository's own tests say of it; nobody else sees any of it. Not safe for concurrent use: each arm has its own.
/// </summary>
public sealed class Limb(Shadow start, Func<Shadow, CancellationToken, ValueTask<Sensation>> sense, Func<Shadow, IReadOnlyList<Pain>> preCheck)
{
    private const int MostFiles = 20_000;
    private const int MostTextBytes = 512 * 1024;
    private const long MostTotalBytes = 48L * 1024 * 1024;

    private static readonly HashSet<string> Unread = new(StringComparer.OrdinalIgnoreCase)
    {
        ".git", ".tako", "bin", "obj", "node_modules", "__pycache__", ".venv", "venv", "target", "dist", "build", ".vs", ".idea", "artifacts",
    };

    /// <summary>Where this limb began.</summary>
    public Shadow Start { get; } = start;

    /// <summary>What the arm sees now.</summary>
    public Shadow Shadow { get; set; } = start;

    /// <summary>Runs the repository's tests over the present shadow in the sandbox.</summary>
    public ValueTask<Sensation> SenseAsync(CancellationToken cancellationToken) => sense(Shadow, cancellationToken);

    /// <summary>What the guard would already object to.</summary>
    public IReadOnlyList<Pain> PreCheck() => preCheck(Shadow);

    /// <summary>Paths under a folder without what tools generate, in order, at most 20,000.</summary>
    public IEnumerable<string> Files(string under = "") =>
        Shadow.Enumerate(under, folder => Unread.Contains(folder[(folder.LastIndexOf('/') + 1)..])).Take(MostFiles).Select(path => path.Value);

    /// <summary>Text files under a folder, within bounds of size; binary and very large files are passed over.</summary>
    public IEnumerable<(string Path, string Text)> Texts(string under = "")
    {
        long total = 0;
        foreach (var file in Files(under))
        {
            if (!RepoPath.TryParse(file, out var path, out _) || Shadow.Stat(path) is not { Size: <= MostTextBytes })
                continue;
            if (Shadow.Read(path) is not { } bytes || bytes.Span.Contains((byte)0))
                continue;
            total += bytes.Length;
            if (total > MostTotalBytes)
                yield break;
            yield return (file, Encoding.UTF8.GetString(bytes.Span));
        }
    }

    public string? Text(string file) =>
        RepoPath.TryParse(file, out var path, out _) && Shadow.Read(path) is { } bytes && !bytes.Span.Contains((byte)0)
            ? Encoding.UTF8.GetString(bytes.Span)
            : null;
}
