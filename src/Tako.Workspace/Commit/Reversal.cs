using Tako.Workspace.Overlay;

namespace Tako.Workspace.Commit;

/// <summary>The change that takes another one back.</summary>
internal static class Reversal
{
    public static ChangeSet Of(ChangeSet changes) => new(changes.Root, changes.Changes.Select(change => new Change
    {
        Kind = change.Kind switch
        {
            ChangeKind.Added => ChangeKind.Deleted,
            ChangeKind.Deleted => ChangeKind.Added,
            var kind => kind,
        },
        Path = change.From ?? change.Path,
        From = change.Kind == ChangeKind.Renamed ? change.Path : null,
        Base = change.Content is { } content
            ? new BaseFile(change.ContentHash!, content.Length, change.Mode!.Value) { Content = content }
            : null,
        Content = change.Base?.Content,
        ContentHash = change.Base?.Hash,
        Mode = change.Base?.Mode,
        IsLink = change.Base?.IsLink ?? false,
    }));
}
