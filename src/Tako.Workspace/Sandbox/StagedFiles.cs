using Tako.Workspace.Overlay;

namespace Tako.Workspace.Sandbox;

/// <summary>What must be written and deleted in the shadow for a change set, without what is taken from the disk.</summary>
internal static class StagedFiles
{
    private const int OwnerCanReadAndWrite = 0x180;

    public static (IReadOnlyList<StagedWrite> Writes, IReadOnlyList<string> Deletes) Of(SandboxRun run)
    {
        var writes = new List<StagedWrite>();
        var deletes = new List<string>();
        foreach (var change in run.Staged?.Changes ?? [])
        {
            if (change.From is { } from && !FromDisk(from.Value))
                deletes.Add(from.Value);
            if (FromDisk(change.Path.Value))
                continue;
            if (change is { Kind: not ChangeKind.Deleted, Content: { } content })
                writes.Add(new StagedWrite(change.Path.Value, ModeOf(change), content));
            else
                deletes.Add(change.Path.Value);
        }

        // A file renamed away and written anew is there in the end.
        var written = writes.Select(write => write.Path).ToHashSet(StringComparer.Ordinal);
        return (writes, [.. deletes.Where(path => !written.Contains(path))]);

        // Tako's own folder is mounted read-only from the disk: a law that is being changed does not judge its own change.
        bool FromDisk(string path) => path is ".tako" || path.StartsWith(".tako/", StringComparison.Ordinal)
            || run.ProtectedFromDisk.Any(kept => HostView.IsInside(path, kept.TrimEnd('/')));
    }

    private static int ModeOf(Change change) =>
        change.Mode is { } mode ? (int)mode & 0xFFF : change.Base is { } old ? (int)old.Mode & 0xFFF : OwnerCanReadAndWrite | 0x24;
}
