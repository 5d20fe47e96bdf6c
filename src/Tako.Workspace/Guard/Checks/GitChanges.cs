using System.Text;
using Tako.Workspace.Guard.Rules;
using Tako.Workspace.Overlay;
using Tako.Workspace.Repositories;

namespace Tako.Workspace.Guard.Checks;

/// <summary>What is to be judged: against which commit, and the index or the working tree.</summary>
/// <param name="Base">A revision; its common ancestor with HEAD is compared with. Null for HEAD itself.</param>
/// <param name="Staged">The index instead of the working tree.</param>
public sealed record CheckRequest(string Folder, string? Base, bool Staged);

/// <summary>What became of reading a change out of git.</summary>
public abstract record GitChanges
{
    private GitChanges() { }

    /// <summary>The change as the guard judges it.</summary>
    /// <param name="Against">The commit it is compared with; null in a repository without one.</param>
    /// <param name="Law">The repository's constitution as that commit holds it; null where it holds none.</param>
    /// <param name="Unjudged">Files whose names or sizes the guard cannot take.</param>
    public sealed record Found(ChangeSet Changes, string? Against, string? Law, IReadOnlyList<string> Unjudged) : GitChanges;

    /// <summary>There is no repository here, or no such revision.</summary>
    public sealed record Refused(string Why) : GitChanges;

    public static async ValueTask<GitChanges> ReadAsync(CheckRequest request, CancellationToken cancellationToken = default)
    {
        try
        {
            var (git, why) = await Git.OpenAsync(request.Folder, cancellationToken).ConfigureAwait(false);
            return git is null ? new Refused(why!) : await new GitDifference(git, request).ReadAsync(cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return new Refused($"The change cannot be read: {wrong.Message}");
        }
    }
}

/// <summary>Compares a commit with the index or the working tree, by git's plumbing and without its filters.</summary>
internal sealed class GitDifference(Git git, CheckRequest request)
{
    private const int MaxPairs = 200;

    private readonly List<string> _unjudged = [];

    public async ValueTask<GitChanges> ReadAsync(CancellationToken cancellationToken)
    {
        var head = await git.RunAsync(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], cancellationToken).ConfigureAwait(false);
        var against = head.Succeeded ? head.Line : null;
        if (request.Base is { } wanted)
        {
            var commit = await git.RunAsync(["rev-parse", "--verify", "--quiet", "--end-of-options", wanted + "^{commit}"],
                cancellationToken)
                .ConfigureAwait(false);
            if (!commit.Succeeded)
                return new GitChanges.Refused($"There is no commit '{wanted}' here; fetch it, or name another with --base.");
            if (against is not null)
            {
                var common = await git.RunAsync(["merge-base", commit.Line, against], cancellationToken).ConfigureAwait(false);
                if (!common.Succeeded)
                    return new GitChanges.Refused(
                        $"'{wanted}' and HEAD have no common ancestor here; fetch the whole history, not only its newest commits.");
                against = common.Line;
            }
            else
            {
                against = commit.Line;
            }
        }

        // An empty tree has a name in every repository, whether or not anyone ever wrote it.
        var tree = against ?? (await git.RunAsync(["hash-object", "-t", "tree", "--stdin"], cancellationToken).ConfigureAwait(false)).Line;
        string[] words = ["diff-index", "--raw", "-z", "--no-renames", "--no-abbrev", "--no-ext-diff", "--ignore-submodules=dirty",
            .. request.Staged ? new[] { "--cached" } : [], tree, "--"];
        var raw = await git.RunAsync(words, cancellationToken).ConfigureAwait(false);
        if (!raw.Succeeded)
            return new GitChanges.Refused($"Git could not compare: {raw.Error}");
        var changes = await ChangesAsync(raw, cancellationToken).ConfigureAwait(false);
        if (!request.Staged)
            changes.AddRange(await UntrackedAsync(cancellationToken).ConfigureAwait(false));
        var law = against is null ? null : await LawAsync(against, cancellationToken).ConfigureAwait(false);
        return new GitChanges.Found(new ChangeSet(git.Folder, Paired(changes)), against, law, _unjudged);
    }

    private async ValueTask<string?> LawAsync(string commit, CancellationToken cancellationToken)
    {
        var file = await git.RunAsync(["cat-file", "blob", $"{commit}:{Constitution.File}"], cancellationToken).ConfigureAwait(false);
        return file.Succeeded ? file.Text : null;
    }

    private async ValueTask<List<Change>> ChangesAsync(GitAnswer raw, CancellationToken cancellationToken)
    {
        var rows = new List<(GitEntry? Old, GitEntry? Now, string Path)>();
        using var parts = raw.Parts.GetEnumerator();
        while (parts.MoveNext())
        {
            // ":100644 100644 <id> <id> M", then the path.
            if (parts.Current.TrimStart(':').Split(' ') is not [var oldMode, var mode, var oldId, var id, _] || !parts.MoveNext())
                continue;
            rows.Add((oldMode == "000000" ? null : new GitEntry(oldMode, oldId), mode == "000000" ? null
                : new GitEntry(mode, id), parts.Current));
        }

        var ids = rows.SelectMany(row => new[] { row.Old, row.Now }).OfType<GitEntry>()
            .Where(entry => !entry.IsSubmodule && entry.Id.AsSpan().ContainsAnyExcept('0')).Select(entry => entry.Id).ToList();
        var contents = await GitObjects.ReadAsync(git, ids, cancellationToken).ConfigureAwait(false);
        var changes = new List<Change>();
        foreach (var (old, now, path) in rows)
        {
            if (At(path) is not { } at)
                continue;
            var before = old is null ? null : Base(old, Blob(old, contents));
            var after = now is null ? null : Now(now, at, contents);
            if (before is null && after is null)
                continue;
            if (before is not null && after is not null && before.Hash == after.Hash && before.Mode == after.Mode
                && before.IsLink == after.IsLink)
                continue;
            changes.Add(Change(at, before, after));
        }

        return changes;
    }

    private async ValueTask<List<Change>> UntrackedAsync(CancellationToken cancellationToken)
    {
        var listed = await git.RunAsync(["ls-files", "--others", "--exclude-standard", "-z"], cancellationToken).ConfigureAwait(false);
        var changes = new List<Change>();
        foreach (var path in listed.Parts)
        {
            // A repository within this one is listed as a folder; it is not part of what would be committed.
            if (!path.EndsWith('/') && At(path) is { } at && OnDisk(at) is { } file)
                changes.Add(Change(at, null, file));
        }

        return changes;
    }

    private BaseFile? Now(GitEntry now, RepoPath at, Dictionary<string, ReadOnlyMemory<byte>> contents)
    {
        if (now.IsSubmodule)
            return Base(now, Blob(now, contents));
        // Without an id the file differs from what the index remembers, and the disk has it.
        return now.Id.AsSpan().ContainsAnyExcept('0') ? Base(now, Blob(now, contents)) : OnDisk(at);
    }

    private BaseFile? OnDisk(RepoPath at)
    {
        var file = new FileInfo(at.Under(git.Folder));
        if (file.LinkTarget is { } target)
            return Base(new GitEntry("120000", ""), Encoding.UTF8.GetBytes(target));
        if (!file.Exists || !PosixFile.IsRegular(file.FullName))
            return null;
        if (file.Length > DiskLayer.MaxFileBytes)
        {
            _unjudged.Add($"{at} has {file.Length} bytes, which are too many to be read");
            return null;
        }

        var executable = !OperatingSystem.IsWindows() && (file.UnixFileMode & UnixFileMode.UserExecute) != 0;
        return Base(new GitEntry(executable ? "100755" : "100644", ""), File.ReadAllBytes(file.FullName));
    }

    private static ReadOnlyMemory<byte> Blob(GitEntry entry, Dictionary<string, ReadOnlyMemory<byte>> contents) => entry.IsSubmodule
        ? Encoding.ASCII.GetBytes($"{SubmoduleRule.Content}{entry.Id}\n")
        : contents.TryGetValue(entry.Id, out var content) ? content : throw new IOException($"the object {entry.Id} is missing");

    private static BaseFile Base(GitEntry entry, ReadOnlyMemory<byte> content) =>
        new(ContentHash.Of(content.Span), content.Length, entry.Rights) { Content = content, IsLink = entry.IsLink };

    private static Change Change(RepoPath at, BaseFile? old, BaseFile? now, RepoPath? from = null) => new()
    {
        Kind = from is not null ? ChangeKind.Renamed : old is null ? ChangeKind.Added : now is null ? ChangeKind.Deleted
            : ChangeKind.Edited,
        Path = at,
        From = from,
        Base = old,
        Content = now?.Content,
        Mode = now?.Mode,
        IsLink = now?.IsLink ?? false,
        ContentHash = now?.Hash,
    };

    private RepoPath? At(string path)
    {
        if (RepoPath.TryParse(path, out var parsed, out var why))
            return parsed;
        _unjudged.Add($"{string.Concat(path.Select(letter => char.IsControl(letter) ? '?' : letter))} {why}");
        return null;
    }

    // A file that went and one that came with the same content, or most of its lines, are one that moved.
    private static List<Change> Paired(List<Change> changes)
    {
        var gone = changes.Where(change => change.Kind == ChangeKind.Deleted && !change.Base!.IsLink).Take(MaxPairs).ToList();
        var came = changes.Where(change => change is { Kind: ChangeKind.Added, IsLink: false }).Take(MaxPairs).ToList();
        var result = changes.Except(gone).Except(came).ToList();
        
        foreach (var now in came)
        {
            var old = gone.FirstOrDefault(old => old.Base!.Hash == now.ContentHash && now.Content!.Value.Length > 0)
                ?? gone.FirstOrDefault(old => Similar(old.Base!.Content.Span, now.Content!.Value.Span));
            if (old is null)
            {
                result.Add(now);
                continue;
            }

            gone.Remove(old);
            result.Add(Change(now.Path, old.Base,
                new BaseFile(now.ContentHash!, now.Content!.Value.Length, now.Mode!.Value) { Content = now.Content.Value }, old.Path));
        }

        return [.. result, .. gone];
    }

    private static bool Similar(ReadOnlySpan<byte> old, ReadOnlySpan<byte> now)
    {
        if (Math.Min(old.Length, now.Length) * 2 < Math.Max(old.Length, now.Length) || old.IsEmpty || old.Contains((byte)0))
            return false;
        var lines = Encoding.UTF8.GetString(old).Split('\n');
        var others = Encoding.UTF8.GetString(now).Split('\n').ToHashSet(StringComparer.Ordinal);
        return lines.Count(others.Contains) * 10 >= lines.Length * 6;
    }
}
