using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

/// <summary>A piece of one file replaced by other text.</summary>
internal readonly record struct CodeEdit(SyntaxTree Tree, TextSpan Span, string Text)
{
    public TextChange Change => new(Span, Text);
}
