using Tako.Workspace.Overlay;
using Tako.Workspace.Senses.Workers;

namespace Tako.Workspace.Senses.Sources;

/// <summary>What tells the files of one language from others, and where its parser must not be believed.</summary>
/// <param name="Tool">The name in <see cref="Pain.Tool"/>.</param>
/// <param name="Endings">With the dot.</param>
/// <param name="Doubts">Whether a fault may come of a dialect that the parser does not know.</param>
internal sealed record SourceLanguage(string Name, string Tool, IReadOnlyList<string> Endings, Func<string, SyntaxFault, bool> Doubts)
{
    public bool Takes(RepoPath path) => Endings.Contains(Path.GetExtension(path.Name), StringComparer.Ordinal);
}
