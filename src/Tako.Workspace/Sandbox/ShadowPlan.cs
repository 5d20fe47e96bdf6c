namespace Tako.Workspace.Sandbox;

/// <summary>
/// How the shadow of a repository is put together: what the scratch file system holds at first, and what is then mounted
/// where, in order. Two interpreters carry it out: the native helper and the fixed script.
/// </summary>
internal sealed record ShadowPlan
{
    /// <summary>Absolute path of the repository without links; the command sees the shadow there.</summary>
    public required string Root { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>The user the command runs as.</summary>
    public required uint User { get; init; }

    public required uint Group { get; init; }

    /// <summary>What every run over this repository needs: it can be put together before a run is known.</summary>
    public required ShadowPart Ground { get; init; }

    /// <summary>What belongs to this run alone: the repository, layers over package caches, credentials of feeds.</summary>
    public required ShadowPart Own { get; init; }

    /// <summary>
    /// The files behind <see cref="Ground"/> as they are now: one that was replaced is no longer what was mounted.
    /// </summary>
    public required string Seen { get; init; }

    public required IReadOnlyList<StagedWrite> Writes { get; init; }

    /// <summary>Files that are gone in the shadow, relative to the root.</summary>
    public required IReadOnlyList<string> Deletes { get; init; }

    public required IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; }

    /// <summary>Where Landlock lets the command write, as a second fence behind the read-only mounts.</summary>
    public required IReadOnlyList<string> Writable { get; init; }
}

/// <param name="Scratch">Parents come before children. Paths are relative to the scratch file system.</param>
internal sealed record ShadowPart(IReadOnlyList<ScratchEntry> Scratch, IReadOnlyList<ShadowMount> Mounts);

internal enum ScratchKind
{
    Folder,
    File,
    Link,
}

/// <param name="Path">Relative to the scratch file system.</param>
/// <param name="Mode">Permission bits.</param>
/// <param name="Mine">Owned by the user the command runs as, not by the root of the name space.</param>
internal sealed record ScratchEntry(ScratchKind Kind, string Path, int Mode, bool Mine)
{
    public byte[] Content { get; init; } = [];

    public string LinkTarget { get; init; } = "";
}

internal enum MountKind
{
    /// <summary>Read-only, with everything mounted below it.</summary>
    Bind,

    /// <summary>A folder of the scratch file system, or a device.</summary>
    WritableBind,

    Overlay,
    Processes,
    Terminals,
}

/// <summary>One mount; paths are absolute, targets as the command will see them.</summary>
internal sealed record ShadowMount(MountKind Kind, string Source, string Target)
{
    /// <summary>Layers of an overlay, the topmost first.</summary>
    public IReadOnlyList<string> Lower { get; init; } = [];

    /// <summary>Where an overlay's changes go; null for a read-only one.</summary>
    public string? Upper { get; init; }

    public string? Work { get; init; }
}

internal sealed record StagedWrite(string Path, int Mode, ReadOnlyMemory<byte> Content);
