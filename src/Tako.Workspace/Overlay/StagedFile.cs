namespace Tako.Workspace.Overlay;

/// <summary>What a shadow holds for one path: new content or, with none, a tombstone.</summary>
/// <param name="Base">The disk's file at this path when it was first touched.</param>
/// <param name="Origin">The path on disk that the content was renamed from.</param>
internal sealed record StagedFile(ReadOnlyMemory<byte>? Content, UnixFileMode Mode, BaseFile? Base, RepoPath? Origin)
{
    public bool IsTombstone => Content is null;

    public string? Hash { get; } = Content is { } content ? ContentHash.Of(content.Span) : null;

    /// <summary>The same file as on disk: nothing to change.</summary>
    public bool IsUntouched => Base is null ? IsTombstone : !Base.IsLink && Hash == Base.Hash && Mode == Base.Mode;
}
