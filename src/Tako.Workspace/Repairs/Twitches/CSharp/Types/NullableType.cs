using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Types;

/// <summary><c>null</c> for a type that cannot be null: the type says that it may be.</summary>
internal sealed class NullableType : ICodeRepair
{
    public string Name => "csharp.nullable-type";

    public bool Takes(string id) => id is "CS0037" or "CS1750";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        var clause = wound.Up<EqualsValueClauseSyntax>() ?? wound.Node.DescendantNodesAndSelf().OfType<EqualsValueClauseSyntax>()
            .FirstOrDefault();
        if (clause is null && wound.Up<ParameterSyntax>() is { Default: { } own })
            clause = own;
        if (clause?.Value.IsKind(SyntaxKind.NullLiteralExpression) is not true)
        {
            // A default value in the wrong kind of literal.
            if (wound.Id == "CS1750" && clause is { Value: LiteralExpressionSyntax literal, Parent: ParameterSyntax { Type: { } wanted } }
                && wound.TypeOf(wanted) is { } to && Plain.IsNumber(to) && literal.Token.Value is string text
                && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture, out _))
                yield return Candidate.Replace($"write '{text}'", 0.8, wound.Tree, literal.Span, text);
            yield break;
        }

        var type = clause.Parent switch
        {
            ParameterSyntax parameter => parameter.Type,
            VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } => declaration.Type,
            PropertyDeclarationSyntax property => property.Type,
            _ => null,
        };
        if (type is not null && wound.TypeOf(type) is { IsValueType: true })
            yield return Candidate.Insert($"let it be of type '{type}?'", 1, wound.Tree, type.Span.End, "?");
    }
}
