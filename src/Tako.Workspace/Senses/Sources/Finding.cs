using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses.Sources;

/// <summary>Something wrong with a file; the same thing in two versions of it has the same kind and name, wherever it stands.</summary>
internal sealed record Finding(RepoPath File, string Kind, string Name, string Message, PainSpan Span)
{
    public Pain ToPain(string tool, Shadow shadow) => new()
    {
        Rung = "semantics", Tool = tool, Code = Kind, File = File, Line = Span.Line, Span = Span, Message = Message,
        WorkspaceHash = shadow.Hash,
    };
}
