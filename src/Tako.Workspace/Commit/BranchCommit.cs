using System.Globalization;
using System.Text;
using Tako.Workspace.Guard;
using Tako.Workspace.Overlay;
using Tako.Workspace.Repositories;

namespace Tako.Workspace.Commit;

/// <summary>
/// Commits a change that the guard allowed to a branch, without touching the working tree or the index. Bytes go in as they
/// are staged: no filter, no hook and no signature.
/// </summary>
/// <remarks>
/// 1. read where the branch stands; 2. compare every file with its base in that commit; 3. hand blobs, trees and the commit to
/// git, where nothing leads to them yet; 4. compare-and-swap the branch. Dying before 4 leaves the branch as it was and objects
/// that git collects in time; git's own update of a reference is atomic.
/// </remarks>
public sealed class BranchCommit(TimeProvider time)
{
    private const string ChangeTrailer = "Tako-Change";
    private const int Searched = 200;

    /// <summary>Called at each step boundary, so that tests can die there.</summary>
    internal Action<string> AtStep { get; init; } = static _ => { };

    /// <summary>Why no change can be committed to this branch; null when one can.</summary>
    public static async ValueTask<string?> RefuseAsync(string root, BranchRequest request, CancellationToken cancellationToken = default) =>
        (await OpenAsync(root, request, cancellationToken).ConfigureAwait(false)).Why;

    public async ValueTask<BranchOutcome> CommitAsync(ChangeSet changes, GuardVerdict.Allow proof, BranchRequest request,
        CancellationToken cancellationToken = default)
    {
        if (proof.ChangeSetHash != changes.Hash || proof.Root != changes.Root)
            return new BranchOutcome.Failed("The guard allowed another change than this one; nothing was committed. Judge this one.");
        try
        {
            var (git, why) = await OpenAsync(changes.Root, request, cancellationToken).ConfigureAwait(false);
            return git is null ? new BranchOutcome.Failed(why!)
                : await CommitAsync(git, changes, request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return new BranchOutcome.Failed($"Nothing was committed: {wrong.Message}");
        }
    }

    /// <summary>The commit of this change that the branch holds; null when it holds none.</summary>
    public static async ValueTask<BranchMark?> FindAsync(string root, string branch, string changes,
        CancellationToken cancellationToken = default)
    {
        var (git, _) = await Git.OpenAsync(root, cancellationToken).ConfigureAwait(false);
        if (git is null || await TipAsync(git, branch, cancellationToken).ConfigureAwait(false) is not { } tip)
            return null;
        var log = await git.RunAsync(["log", $"--max-count={Searched}", "-z",
            $"--format=%H %P %(trailers:key={ChangeTrailer},valueonly,separator=%x2C)", tip, "--"], cancellationToken)
                .ConfigureAwait(false);
        foreach (var line in log.Parts)
        {
            var words = line.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 1 && words[^1] == changes)
                return new BranchMark(branch, words[0], words.Length > 2 ? words[1] : null);
        }

        return null;
    }

    /// <summary>Takes a commit back where the branch still stands at it: to the commit before, or away with the branch it made.</summary>
    public async ValueTask<UndoOutcome> UndoAsync(CommitReceipt receipt, CancellationToken cancellationToken = default)
    {
        if (receipt.Branch is not { } mark)
            return new UndoOutcome.Failed("The change was not committed to a branch.");
        var (git, why) = await Git.OpenAsync(receipt.Changes.Root, cancellationToken).ConfigureAwait(false);
        if (git is null)
            return new UndoOutcome.Failed(why!);
        if (await CheckedOutAsync(git, mark.Name, cancellationToken).ConfigureAwait(false) is { } place)
            return new UndoOutcome.Failed($"The branch '{mark.Name}' is checked out in '{place}'; check out another one first.");
        var reference = "refs/heads/" + mark.Name;
        var answer = mark.Previous is { } previous
            ? await git.RunAsync(["update-ref", "-m", "tako undo", reference, previous, mark.Commit], cancellationToken)
                .ConfigureAwait(false)
            : await git.RunAsync(["update-ref", "-m", "tako undo", "-d", reference, mark.Commit], cancellationToken).ConfigureAwait(false);
        if (answer.Succeeded)
            return new UndoOutcome.Undone(receipt with { Time = time.GetUtcNow() });
        var tip = await TipAsync(git, mark.Name, cancellationToken).ConfigureAwait(false);
        return new UndoOutcome.Failed(tip == mark.Commit
            ? $"Git could not move the branch '{mark.Name}': {answer.Error}"
            : $"The branch '{mark.Name}' moved on since {mark.Commit[..12]}; nothing was taken back. "
                + $"'git revert {mark.Commit[..12]}' undoes it there.");
    }

    private async ValueTask<BranchOutcome> CommitAsync(Git git, ChangeSet changes, BranchRequest request,
        CancellationToken cancellationToken)
    {
        var authoring = IdentAsync(git, "GIT_AUTHOR_IDENT", cancellationToken).AsTask();
        var committing = IdentAsync(git, "GIT_COMMITTER_IDENT", cancellationToken).AsTask();
        await Task.WhenAll(authoring, committing).ConfigureAwait(false);
        var (author, committer) = (await authoring.ConfigureAwait(false), await committing.ConfigureAwait(false));
        if (author is null || committer is null)
            return new BranchOutcome.Failed("Git does not know who commits; set user.name and user.email with 'git config'.");
        BranchTree files;
        string? old, parent;
        IReadOnlyList<RepoPath> conflicts;
        await using (var objects = new GitReader(git))
        {
            var tip = await objects.ReadAsync($"refs/heads/{request.Branch}^{{commit}}", cancellationToken).ConfigureAwait(false);
            var start = tip ?? await objects.ReadAsync("HEAD^{commit}", cancellationToken).ConfigureAwait(false);
            (old, parent) = (tip?.Id, start?.Id);
            AtStep("read");
            var paths = changes.Changes
                .SelectMany(change => change.From is { } from ? [change.Path, from] : new[] { change.Path }).ToList();
            files = await BranchTree.ReadAsync(objects, start is null ? null : TreeOf(start), paths, cancellationToken)
                .ConfigureAwait(false);
            conflicts = await ConflictsAsync(objects, files, changes, cancellationToken).ConfigureAwait(false);
        }

        if (conflicts.Count > 0)
            return new BranchOutcome.Conflict(conflicts);
        var isSha256 = parent is not null ? parent.Length == 64
            : (await git.RunAsync(["rev-parse", "--show-object-format"], cancellationToken).ConfigureAwait(false)).Line == "sha256";
        var pack = new GitPack(isSha256);
        foreach (var change in changes.Changes)
            files.Set(change.From ?? change.Path, null);
        foreach (var change in changes.Changes.Where(change => change.Content is not null))
            files.Set(change.Path, new GitEntry(Mode(change), pack.Blob(change.Content!.Value)));
        var written = files.Write(pack) ?? pack.Tree(new Dictionary<string, GitEntry>());
        var commit = pack.Commit(new StringBuilder().Append("tree ").Append(written).Append('\n')
            .Append(parent is null ? "" : $"parent {parent}\n").Append("author ").Append(author).Append('\n')
            .Append("committer ").Append(committer).Append("\n\n").Append(Message(request.Message, changes.Hash)).ToString());
        AtStep("prepared");
        var unpacked = await git.RunAsync(["-c", "core.fsync=loose-object,reference", "-c", "core.fsyncMethod=batch",
            "unpack-objects", "-q",
            "--strict"], pack.ToArray(), cancellationToken).ConfigureAwait(false);
        if (!unpacked.Succeeded)
            return new BranchOutcome.Failed($"Git did not take the new objects: {unpacked.Error}. The branch is as it was.");
        AtStep("stored");
        var none = new string('0', commit.Length);
        var swapped = await git.RunAsync(["-c", "core.fsync=reference", "update-ref", "--create-reflog", "-m", "tako: "
            + request.Message.Split('\n')[0],
            "refs/heads/" + request.Branch, commit, old ?? none], cancellationToken).ConfigureAwait(false);
        AtStep("swapped");
        if (swapped.Succeeded)
            return new BranchOutcome.Committed(new CommitReceipt
            {
                Changes = changes,
                Time = time.GetUtcNow(),
                Branch = new BranchMark(request.Branch, commit, old),
            });
        return await TipAsync(git, request.Branch, cancellationToken).ConfigureAwait(false) == old
            ? new BranchOutcome.Failed($"Git could not move the branch '{request.Branch}': {swapped.Error}")
            : new BranchOutcome.Moved(request.Branch);
    }

    /// <summary>The repository, or why no change can be committed to this branch of it.</summary>
    private static async ValueTask<(Git? Git, string? Why)> OpenAsync(string root, BranchRequest request,
        CancellationToken cancellationToken)
    {
        var (git, why) = await Git.OpenAsync(root, cancellationToken).ConfigureAwait(false);
        if (git is null)
            return (null, why);
        if (RealPath.Of(git.Folder) != RealPath.Of(root))
            return (null,
                $"'{root}' is a folder inside of the repository '{git.Folder}'; a commit to a branch needs the repository's top.");
        var checking = git.RunAsync(["check-ref-format", "refs/heads/" + request.Branch], cancellationToken).AsTask();
        var looking = request.EvenCheckedOut ? Task.FromResult<string?>(null)
            : CheckedOutAsync(git, request.Branch, cancellationToken).AsTask();
        await Task.WhenAll(checking, looking).ConfigureAwait(false);
        if (!(await checking.ConfigureAwait(false)).Succeeded || request.Branch.StartsWith('-') || request.Branch == "HEAD")
            return (null, $"'{request.Branch}' is no name for a branch.");
        return await looking.ConfigureAwait(false) is { } place
            ? (null, $"The branch '{request.Branch}' is checked out in '{place}', whose files would seem changed; name another branch.")
            : (git, null);
    }

    private static async ValueTask<IReadOnlyList<RepoPath>> ConflictsAsync(GitReader objects, BranchTree files, ChangeSet changes,
        CancellationToken cancellationToken)
    {
        var gone = changes.Changes.Where(change => change.Content is null || change.From is not null)
            .Select(change => change.From ?? change.Path).ToHashSet();
        var conflicts = new List<RepoPath>();
        foreach (var change in changes.Changes)
        {
            var at = change.From ?? change.Path;
            if (!await IsBaseAsync(objects, files.Find(at), change.Base, cancellationToken).ConfigureAwait(false))
                conflicts.Add(at);
            // A new place must be free, or become so by this same change.
            if (change.From is not null && files.Find(change.Path) is not null && !gone.Contains(change.Path))
                conflicts.Add(change.Path);
            if (change.Content is not null && Blocker(files, change.Path) is { } file && !gone.Contains(file))
                conflicts.Add(file);
        }

        return [.. conflicts.Distinct()];
    }

    private static async ValueTask<bool> IsBaseAsync(GitReader objects, GitEntry? entry, BaseFile? expected,
        CancellationToken cancellationToken)
    {
        if (entry is null || expected is null)
            return entry is null && expected is null;
        return entry is { IsTree: false, IsSubmodule: false } && entry.IsLink == expected.IsLink
            && (entry.IsLink || (entry.Mode == "100755") == ((expected.Mode & UnixFileMode.UserExecute) != 0))
            && await objects.ReadAsync(entry.Id, cancellationToken).ConfigureAwait(false) is { } blob
            && ContentHash.Of(blob.Content.Span) == expected.Hash;
    }

    /// <summary>The tree that a commit names in its first line.</summary>
    private static string TreeOf(GitObject commit)
    {
        var line = commit.Content.Span[..commit.Content.Span.IndexOf((byte)'\n')];
        return Encoding.ASCII.GetString(line["tree ".Length..]);
    }

    // A file that stands where the new file's folder would have to be.
    private static RepoPath? Blocker(BranchTree files, RepoPath path)
    {
        for (var folder = path.Folder; folder.Length > 0; folder = folder.LastIndexOf('/') is var slash and >= 0 ? folder[..slash] : "")
        {
            if (RepoPath.TryParse(folder, out var at, out _) && files.Find(at) is { IsTree: false })
                return at;
        }

        return null;
    }

    private static string Mode(Change change) => change.IsLink ? "120000"
        : (change.Mode!.Value & UnixFileMode.UserExecute) != 0 ? "100755" : "100644";

    private static string Message(string message, string changes) =>
        $"{message.Replace("\0", "", StringComparison.Ordinal).Trim()}\n\n{ChangeTrailer}: {changes}\n";

    private static async ValueTask<string?> TipAsync(Git git, string branch, CancellationToken cancellationToken)
    {
        var tip = await git.RunAsync(["rev-parse", "--verify", "--quiet", $"refs/heads/{branch}^{{commit}}"],
            cancellationToken).ConfigureAwait(false);
        return tip.Succeeded ? tip.Line : null;
    }

    /// <summary>The working tree in which the branch is checked out.</summary>
    private static async ValueTask<string?> CheckedOutAsync(Git git, string branch, CancellationToken cancellationToken)
    {
        var trees = await git.RunAsync(["worktree", "list", "--porcelain"], cancellationToken).ConfigureAwait(false);
        var place = "";
        foreach (var line in trees.Text.Split('\n'))
        {
            if (line.StartsWith("worktree ", StringComparison.Ordinal))
                place = line["worktree ".Length..];
            else if (line == $"branch refs/heads/{branch}")
                return place;
        }

        return null;
    }

    // Name and address are git's to know; the time is ours.
    private async ValueTask<string?> IdentAsync(Git git, string variable, CancellationToken cancellationToken)
    {
        var ident = await git.RunAsync(["var", variable], cancellationToken).ConfigureAwait(false);
        var end = ident.Line.LastIndexOf('>');
        if (!ident.Succeeded || end < 0)
            return null;
        var now = time.GetLocalNow();
        var offset = now.Offset;
        return string.Create(CultureInfo.InvariantCulture,
            $"{ident.Line[..(end + 1)]} {now.ToUnixTimeSeconds()} {(offset < TimeSpan.Zero ? '-' : '+')}{offset:hhmm}");
    }
}
