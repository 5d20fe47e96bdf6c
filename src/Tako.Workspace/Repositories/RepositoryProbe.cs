using System.Globalization;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Repositories;

/// <summary>
/// Looks a repository over once, within limits, and says plainly what it found. It runs nothing of the repository; git is
/// asked only where its settings name no programs.
/// </summary>
public static class RepositoryProbe
{
    private const int Shown = 5;

    public static async ValueTask<RepositoryFacts> ProbeAsync(string root, CancellationToken cancellationToken = default)
    {
        if (Shadow.Open(root) is OpenOutcome.Refused refused)
            return new RepositoryFacts { Root = root, Refusal = refused.Why, Messages = [refused.Why] };
        var real = RealPath.Of(Path.GetFullPath(root));
        var scan = new FolderScan(real);
        scan.Run(cancellationToken);
        var git = await GitState.ReadAsync(real, cancellationToken).ConfigureAwait(false);
        var facts = new RepositoryFacts
        {
            Root = real,
            IsGit = git.IsGit,
            IsDirty = git.IsDirty,
            Submodules = git.Submodules,
            OutwardLinks = scan.OutwardLinks,
            Unreadable = scan.Unreadable,
            CaseClashes = scan.CaseClashes,
            Unnameable = scan.Unnameable,
            Files = scan.Files,
            Bytes = scan.Bytes,
            BinaryFiles = scan.BinaryFiles,
            IsPartial = scan.IsPartial,
            Languages = scan.Languages,
        };
        return facts with { Messages = [.. Messages(facts, git, OwnFolder(real))] };
    }

    private static IEnumerable<string> Messages(RepositoryFacts facts, GitState git, string? ownFolder)
    {
        if (!facts.IsGit)
            yield return "This is not a git repository: a change can be taken back with 'tako undo' alone.";
        if (git.Note is not null)
            yield return git.Note;
        if (facts.IsDirty == true)
            yield return "There are uncommitted changes: the work starts from the files as they are, and they stay as they are.";
        if (facts.Submodules.Count > 0)
            yield return $"There are submodules ({List(facts.Submodules)}): their files are worked on like others, but commit them there.";
        if (facts.OutwardLinks.Count > 0)
            yield return $"Symbolic links lead out of the repository ({List(facts.OutwardLinks)}): they are neither read nor changed.";
        if (facts.Unreadable.Count > 0)
            yield return $"Some files cannot be read ({List(facts.Unreadable)}): they are left alone. " +
                "Give the user who runs Tako the right to read them.";
        if (facts.CaseClashes.Count > 0)
            yield return $"Some names differ by case alone ({List(facts.CaseClashes)}): other systems keep only one of each.";
        if (facts.Unnameable.Count > 0)
            yield return $"Some names cannot be written portably ({List(facts.Unnameable)}): those files are left alone.";
        if (facts.BinaryFiles > 0)
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{facts.BinaryFiles} files are binary: they are not shown to models.");
        if (facts.IsPartial)
            yield return string.Create(CultureInfo.InvariantCulture, $"The repository is large: counting stopped at {facts.Files} files.");
        if (ownFolder is not null)
            yield return ownFolder;
    }

    /// <summary>What is odd about the repository's own <c>.tako</c> folder, which is never trusted.</summary>
    private static string? OwnFolder(string root)
    {
        var folder = new DirectoryInfo(Path.Join(root, ".tako"));
        if (folder.LinkTarget is not null)
            return "'.tako' is a symbolic link: nothing is written until it is a plain folder.";
        return folder.Exists
            ? "The repository brings its own '.tako' folder: it can only tighten what is allowed, never widen it."
            : File.Exists(folder.FullName) ? "'.tako' is a file, not a folder; it is ignored." : null;
    }

    private static string List(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(Shown)) +
            (names.Count > Shown
                ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - Shown} more")
                : "");
}
