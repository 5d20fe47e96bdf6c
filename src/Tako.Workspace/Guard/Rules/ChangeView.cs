using System.Text;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Guard.Rules;

/// <summary>A change as rules read it; each way of reading is worked out once, and only when a rule asks.</summary>
internal sealed class ChangeView(Change change)
{
    private AddedLines? _lines;
    private string? _old;
    private string? _now;
    private bool? _binary;

    public Change Change => change;

    public RepoPath Path => change.Path;

    /// <summary>Where the file was before.</summary>
    public RepoPath Was => change.From ?? change.Path;

    /// <summary>The content is another than before; false for a mere rename or new mode, and for a deletion.</summary>
    public bool HasNewContent => change.Content is not null && change.ContentHash != change.Base?.Hash;

    public AddedLines Lines => _lines ??= AddedLines.Of(change);

    public string OldText => _old ??= change.Base is { } old ? Encoding.UTF8.GetString(old.Content.Span) : "";

    public string NewText => _now ??= change.Content is { } now ? Encoding.UTF8.GetString(now.Span) : "";

    public bool IsBinary => _binary ??= change.Content is { } content && content.Span.Contains((byte)0);

    /// <summary>The added lines with their numbers.</summary>
    public IEnumerable<(int Number, string Text)> Added()
    {
        var index = 0;
        foreach (var line in Lines.Text.Split('\n').SkipLast(1))
            yield return (Lines.Lines[index++], line);
    }
}
