using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Members;

/// <summary>Constraints of a type parameter in another order than they must stand in, or in two clauses.</summary>
internal sealed class Constraints : ICodeRepair
{
    public string Name => "csharp.constraints";

    public bool Takes(string id) => id is "CS0401" or "CS0449" or "CS0406" or "CS0409";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        if (wound.Up<TypeParameterConstraintClauseSyntax>() is not { Parent: { } owner } clause)
            yield break;
        var same = owner.ChildNodes().OfType<TypeParameterConstraintClauseSyntax>()
            .Where(each => each.Name.Identifier.ValueText == clause.Name.Identifier.ValueText).ToList();
        var sorted = same.SelectMany(each => each.Constraints).Select(each => (Text: each.ToString(), Rank: Rank(wound, each)))
            .DistinctBy(each => each.Text).OrderBy(each => each.Rank).Select(each => each.Text);
        var text = $"where {clause.Name} : {string.Join(", ", sorted)}";
        var span = TextSpan.FromBounds(same[0].SpanStart, same[^1].Span.End);
        if (same.Count == 1 || wound.Text.ToString(span).Split("where").Length == same.Count + 1)
            yield return Candidate.Replace("put the constraints in order", 1, wound.Tree, span, text) with { MayDrop = 3 * same.Count };
    }

    private static int Rank(Wound wound, TypeParameterConstraintSyntax constraint) => constraint switch
    {
        ClassOrStructConstraintSyntax => 0,
        ConstructorConstraintSyntax => 3,
        TypeConstraintSyntax { Type: var type } when wound.TypeOf(type) is { TypeKind: TypeKind.Class } => 1,
        _ => 2,
    };
}
