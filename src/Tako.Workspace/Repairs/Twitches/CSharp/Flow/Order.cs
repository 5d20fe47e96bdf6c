using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Flow;

/// <summary>A clause that can never be reached because one before it takes everything: the special one comes first.</summary>
internal sealed class Order : ICodeRepair
{
    public string Name => "csharp.order";

    public bool Takes(string id) => id is "CS0160" or "CS8510";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        SyntaxNode? late = wound.Id == "CS0160" ? wound.Up<CatchClauseSyntax>() : wound.Up<SwitchExpressionArmSyntax>();
        var all = late switch
        {
            CatchClauseSyntax { Parent: TryStatementSyntax attempt } => attempt.Catches.ToList<SyntaxNode>(),
            SwitchExpressionArmSyntax { Parent: SwitchExpressionSyntax cases } => cases.Arms.ToList<SyntaxNode>(),
            _ => [],
        };
        var place = late is null ? -1 : all.IndexOf(late);
        // The nearest one before it that takes more, since those that take less may stay where they are.
        for (var before = place - 1; before >= 0; before--)
        {
            var kept = all[before].ToString();
            yield return new Candidate("put the special one first", 0.9 + (place - before) * 0.05,
                [new CodeEdit(wound.Tree, all[before].Span, late!.ToString()), new CodeEdit(wound.Tree, late.Span, kept)])
            {
                // Nothing goes: the two change places.
                MayDrop = late.DescendantTokens().Count() + all[before].DescendantTokens().Count(),
            };
        }
    }
}
