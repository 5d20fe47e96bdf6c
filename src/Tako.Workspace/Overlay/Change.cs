namespace Tako.Workspace.Overlay;

/// <summary>What is done to a file.</summary>
public enum ChangeKind
{
    Added,
    Edited,
    Deleted,

    /// <summary>Moved from <see cref="Change.From"/>, possibly edited as well.</summary>
    Renamed,
}

/// <summary>A file as it was on disk when the shadow first touched it.</summary>
/// <param name="Hash">SHA-256 of the content (of a symbolic link: of its target's name) in lower-case hexadecimal.</param>
public sealed record BaseFile(string Hash, long Size, UnixFileMode Mode)
{
    /// <summary>The bytes behind <see cref="Hash"/>, kept so that a change can be shown and taken back.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>A symbolic link, whose content is the name of its target.</summary>
    public bool IsLink { get; init; }

    public bool Equals(BaseFile? other) =>
        other is not null && Hash == other.Hash && Size == other.Size && Mode == other.Mode && IsLink == other.IsLink;

    public override int GetHashCode() => HashCode.Combine(Hash, Size, Mode, IsLink);
}

/// <summary>One file's difference between the disk and the shadow.</summary>
public sealed record Change
{
    public required ChangeKind Kind { get; init; }

    /// <summary>The file after the change; of a deleted file the one that goes.</summary>
    public required RepoPath Path { get; init; }

    /// <summary>Where a renamed file was.</summary>
    public RepoPath? From { get; init; }

    /// <summary>The file before the change (of a renamed one: at <see cref="From"/>); null when there was none.</summary>
    public BaseFile? Base { get; init; }

    /// <summary>The whole new content; null for a deleted file.</summary>
    public ReadOnlyMemory<byte>? Content { get; init; }

    /// <summary>The new permission bits; null for a deleted file.</summary>
    public UnixFileMode? Mode { get; init; }

    /// <summary>The new content is the name of a symbolic link's target; only taking back the deletion of a link does that.</summary>
    public bool IsLink { get; init; }

    /// <summary>SHA-256 of <see cref="Content"/> in lower-case hexadecimal; null for a deleted file.</summary>
    public string? ContentHash { get; init; }
}
