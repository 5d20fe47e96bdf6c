using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Tokens;

/// <summary>The variable of <c>foreach</c> without a type.</summary>
internal sealed class ForeachVariable : ICodeRepair
{
    public string Name => "csharp.foreach-variable";

    public bool Takes(string id) => id is "CS0230";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        var loop = wound.Up<CommonForEachStatementSyntax>() ?? wound.Token.Parent?.FirstAncestorOrSelf<CommonForEachStatementSyntax>();
        if (loop is null)
            yield break;
        var first = loop.OpenParenToken.GetNextToken();
        yield return Candidate.Insert($"declare '{first.Text}' with 'var'", 1, wound.Tree, first.SpanStart, "var ");
    }
}
