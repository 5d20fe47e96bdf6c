using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Types;

/// <summary>An argument without the <c>ref</c> or <c>out</c> that its parameter has, or with one that it has not.</summary>
internal sealed class ByReference : ICodeRepair
{
    public string Name => "csharp.by-reference";

    public bool Takes(string id) => id is "CS1620" or "CS1615" or "CS0192" or "CS1510";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        if (wound.Up<ArgumentSyntax>() is not { } argument || wound.Quoted.FirstOrDefault(each => each is "ref" or "out"
            or "in") is not { } keyword)
            yield break;
        if (wound.Id == "CS1615")
            yield return Candidate.Replace($"pass '{argument.Expression}' by value", 1, wound.Tree,
                TextSpan.FromBounds(argument.RefKindKeyword.SpanStart, argument.Expression.SpanStart), "");
        else if (argument.RefKindKeyword.IsKind(SyntaxKind.None))
            yield return Candidate.Insert($"pass '{argument.Expression}' with '{keyword}'", 1, wound.Tree,
                argument.Expression.SpanStart, keyword + " ");
        else
            yield return Candidate.Replace($"pass '{argument.Expression}' with '{keyword}'", 1, wound.Tree,
                argument.RefKindKeyword.Span, keyword);
    }
}
