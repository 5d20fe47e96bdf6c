using System.Text;
using Tako.Workspace.Overlay;
using Tako.Workspace.Repairs;
using Tako.Workspace.Senses;

namespace Tako.Limbs;

/// <summary>
/// An arm's shadow of the repository together with its senses. The arm stages into <see cref="Shadow"/> and feels what the
/// repository's own tests say of it; nobody else sees any of it. Not safe for concurrent use: each arm has its own.
/// </summary>
public sealed class Limb
{
    private const int MostFiles = 20_000;
    private const int MostTextBytes = 512 * 1024;
    private const long MostTotalBytes = 48L * 1024 * 1024;

    private static readonly HashSet<string> Unread = new(StringComparer.OrdinalIgnoreCase)
    {
        ".git", ".tako", "bin", "obj", "node_modules", "__pycache__", ".venv", "venv",
        "target", "dist", "build", ".vs", ".idea", "artifacts",
    };

    private readonly Func<Shadow, CancellationToken, ValueTask<Sensation>> _sense;
    private readonly Func<Shadow, FinalRun, CancellationToken, ValueTask<Sensation>> _senseFinal;
    private readonly Func<Shadow, CancellationToken, ValueTask<(Shadow, LimbTurn)>> _feel;

    internal Limb(Shadow start, Func<Shadow, CancellationToken, ValueTask<Sensation>> sense,
        Func<Shadow, FinalRun, CancellationToken, ValueTask<Sensation>> senseFinal,
        Func<Shadow, CancellationToken, ValueTask<(Shadow, LimbTurn)>> feel) =>
        (Start, Shadow, _sense, _senseFinal, _feel) = (start, start, sense, senseFinal, feel);

    /// <summary>Where this limb began.</summary>
    internal Shadow Start { get; }

    /// <summary>What the arm sees now.</summary>
    internal Shadow Shadow { get; set; }

    /// <summary>The change that is staged so far.</summary>
    public ChangeSet Changes => Shadow.Changes;

    /// <summary>Stages edits: all of them, or none when one does not fit.</summary>
    public ApplyOutcome Stage(IReadOnlyList<Edit> edits)
    {
        var outcome = EditApplier.Apply(Shadow, edits);
        if (outcome is ApplyOutcome.Applied applied)
            Shadow = applied.Shadow;
        return outcome;
    }

    /// <summary>Runs the repository's tests over the present shadow in the sandbox.</summary>
    public ValueTask<Sensation> SenseAsync(CancellationToken cancellationToken) => _sense(Shadow, cancellationToken);

    /// <summary>The final run of a command in a fresh namespace, with protected files taken from the disk.</summary>
    internal ValueTask<Sensation> SenseFinalAsync(FinalRun run, CancellationToken cancellationToken) =>
        _senseFinal(Shadow, run, cancellationToken);

    /// <summary>Feels the present shadow, cheapest sense first, and mends what needs no model; what was mended is staged.</summary>
    internal async ValueTask<LimbTurn> FeelAsync(CancellationToken cancellationToken)
    {
        (Shadow, var turn) = await _feel(Shadow, cancellationToken);
        return turn;
    }

    /// <summary>Paths under a folder without what tools generate, in order, at most 20,000.</summary>
    internal IEnumerable<string> Files(string under = "") => FilesOf(Shadow, under);

    internal static IEnumerable<string> FilesOf(Shadow shadow, string under) =>
        shadow.Enumerate(under, folder => Unread.Contains(folder[(folder.LastIndexOf('/') + 1)..]))
            .Take(MostFiles)
            .Select(path => path.Value);

    /// <summary>Text files under a folder, within bounds of size; binary and very large files are passed over.</summary>
    internal IEnumerable<(string Path, string Text)> Texts(string under = "")
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

    /// <summary>A file's text as the limb sees it; null when there is none or it is binary.</summary>
    internal string? Text(string file) =>
        RepoPath.TryParse(file, out var path, out _) && Shadow.Read(path) is { } bytes && !bytes.Span.Contains((byte)0)
            ? Encoding.UTF8.GetString(bytes.Span)
            : null;
}
