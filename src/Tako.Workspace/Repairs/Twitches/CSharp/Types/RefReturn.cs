using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Types;

/// <summary><c>return ref</c> in a function that returns a value, and the other way round.</summary>
internal sealed class RefReturn : ICodeRepair
{
    public string Name => "csharp.ref-return";

    public bool Takes(string id) => id is "CS8149" or "CS8150";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        var value = wound.Up<ReturnStatementSyntax>()?.Expression ?? wound.Up<ArrowExpressionClauseSyntax>()?.Expression;
        if (wound.Id == "CS8149" && value is RefExpressionSyntax by)
            yield return Candidate.Replace("return the value", 1, wound.Tree,
                TextSpan.FromBounds(by.RefKeyword.SpanStart, by.Expression.SpanStart), "");
        if (wound.Id == "CS8150" && value is not null and not RefExpressionSyntax)
            yield return Candidate.Insert("return it by reference", 1, wound.Tree, value.SpanStart, "ref ");
    }
}
