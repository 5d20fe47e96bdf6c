using System.Text.Json;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Commit;

/// <summary>
/// One write with its redo journal. The journal stands twice: first as an intent that names the temporary files, so that
/// a crash leaves none behind, then as ready, from which moment the write is carried through.
/// </summary>
internal sealed class Journal
{
    /// <summary>Ending of the journals' names; one repository has at most one.</summary>
    public const string Intent = ".journal";

    private readonly string _file;
    private readonly ChangeSet _changes;
    private readonly Action<string> _atStep;
    private readonly JournalDocument _document;
    private readonly Dictionary<string, Change> _contents = [];

    public Journal(string folder, ChangeSet changes, IReadOnlyList<string> make, IReadOnlyList<string> remove, Action<string> atStep)
    {
        (_changes, _atStep, _file) = (changes, atStep, FileFor(folder, changes.Root));
        var steps = new List<JournalStep>();
        foreach (var change in changes.Changes)
        {
            if (change.Content is not null)
            {
                var temporary = Temporary(change, make);
                _contents[temporary] = change;
                steps.Add(new JournalStep(change.Path, temporary, change.From is null ? change.Base?.Hash : null, change.ContentHash));
            }
        }

        // Deletions last: were the journal lost altogether, both names of a moved file would be better than none.
        steps.AddRange(changes.Changes
            .Where(change => change.Content is null || change.From is not null)
            .Select(change => new JournalStep(change.From ?? change.Path, null, change.Base!.Hash, null)));
        _document = new JournalDocument(changes.Root, changes.Hash, false, Ordered(steps), make, remove);
    }

    public static string? PendingFor(string folder, string root) => FileFor(folder, root) is var file && File.Exists(file) ? file : null;

    public static async ValueTask<string?> RootOfAsync(string file, CancellationToken cancellationToken) =>
        (await LoadAsync(file, cancellationToken).ConfigureAwait(false))?.Root;

    /// <summary>Writes everything; null when all of it stands, else why nothing does (or will only after recovery).</summary>
    public async ValueTask<string?> WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var folder in JournalReplay.Folders(_document).Where(folder => !PosixFile.CanWrite(folder)))
                return $"Names in the folder '{folder}' may not be changed; nothing was written. Give the user who runs Tako the right to.";
            await SaveAsync(_document, cancellationToken).ConfigureAwait(false);
            _atStep("intended");
            foreach (var (temporary, change) in _contents)
                await PrepareAsync(temporary, change, cancellationToken).ConfigureAwait(false);
            foreach (var folder in JournalReplay.Folders(_document))
                PosixFile.FlushFolder(folder);
            await SaveAsync(_document with { Ready = true }, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            JournalReplay.ClearAway(_document);
            Drop(_file);
            if (wrong is OperationCanceledException)
                throw;
            return $"A file could not be prepared: {wrong.Message} Nothing was written. Free the space or mend the rights, then try again.";
        }

        _atStep("ready");
        var why = JournalReplay.Run(_document, _atStep);
        if (why is not null)
            return $"{why} The rest of the change is kept and written at the next recovery.";
        Drop(_file);
        _atStep("dropped");
        return null;
    }

    public static async ValueTask<Recovery> RecoverAsync(string file, Action<string> atStep, CancellationToken cancellationToken)
    {
        if (await LoadAsync(file, cancellationToken).ConfigureAwait(false) is not { } document)
            return new Recovery("", "", false, $"The journal '{file}' cannot be read. Look at it, then delete it.");
        if (!document.Ready)
        {
            JournalReplay.ClearAway(document);
            Drop(file);
            return new Recovery(document.Root, document.ChangeSetHash, false, null);
        }

        if (JournalReplay.Foreign(document) is { Count: > 0 } foreign)
            return new Recovery(document.Root, document.ChangeSetHash, false,
                $"These files changed after the crash and would be overwritten: {string.Join(", ", foreign)}. " +
                $"The journal '{file}' was kept.");
        var why = JournalReplay.Run(document, atStep);
        if (why is null)
            Drop(file);
        return new Recovery(document.Root, document.ChangeSetHash, why is null, why);
    }

    // A file in the place of a folder that goes: clear first. Everything else: fill first.
    private static List<JournalStep> Ordered(List<JournalStep> steps)
    {
        var filled = steps.Where(step => step.Temporary is not null).Select(step => step.Path).ToList();
        bool Blocks(JournalStep step) => step.Temporary is null
            && filled.Any(path => path.IsInside(step.Path.Value) || step.Path.IsInside(path.Value));
        return [.. steps.OrderBy(step => Blocks(step) ? 0 : 1)];
    }

    // Beside its place, so that the rename stays within one file system; at the nearest folder that is already there.
    private string Temporary(Change change, IReadOnlyList<string> make)
    {
        var folder = change.Path.Folder;
        while (folder.Length > 0 && !Directory.Exists(Path.Join(_changes.Root, folder)))
            folder = folder.LastIndexOf('/') is var slash and >= 0 ? folder[..slash] : "";
        var name = $".tako-{_changes.Hash[..12]}-{_contents.Count}.tmp";
        return folder.Length == 0 ? name : $"{folder}/{name}";
    }

    private async ValueTask PrepareAsync(string temporary, Change change, CancellationToken cancellationToken)
    {
        var path = Path.Join(_changes.Root, temporary);
        if (change.IsLink)
        {
            File.CreateSymbolicLink(path, System.Text.Encoding.UTF8.GetString(change.Content!.Value.Span));
            _atStep("prepared");
            return;
        }

        await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            await file.WriteAsync(change.Content!.Value, cancellationToken).ConfigureAwait(false);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(file.SafeFileHandle, change.Mode!.Value);
            file.Flush(flushToDisk: true);
        }

        Own(path, change);
        _atStep("prepared");
    }

    // Root must not leave files that their owner cannot change: keep the old file's owner, else the folder's.
    private void Own(string path, Change change)
    {
        var model = change.Base is null ? Path.GetDirectoryName(path)! : (change.From ?? change.Path).Under(_changes.Root);
        if (Environment.IsPrivilegedProcess && PosixFile.Owner(model) is var (user, group) && PosixFile.TryChangeOwner(path, user, group)
            && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, change.Mode!.Value);
    }

    private async ValueTask SaveAsync(JournalDocument document, CancellationToken cancellationToken)
    {
        var temporary = _file + ".new";
        await using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await JsonSerializer.SerializeAsync(
                stream, document, CommitJson.Default.JournalDocument, cancellationToken).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, _file, overwrite: true);
        PosixFile.FlushFolder(Path.GetDirectoryName(_file)!);
    }

    private static async ValueTask<JournalDocument?> LoadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(file);
            var document = await JsonSerializer.DeserializeAsync(stream, CommitJson.Default.JournalDocument, cancellationToken)
                .ConfigureAwait(false);
            return document is { Root: not null, Steps: not null, Make: not null, Remove: not null } ? document : null;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static void Drop(string file)
    {
        File.Delete(file);
        PosixFile.FlushFolder(Path.GetDirectoryName(file)!);
    }

    private static string FileFor(string folder, string root) =>
        Path.Join(folder, ContentHash.Of(System.Text.Encoding.UTF8.GetBytes(root))[..32] + Intent);
}
