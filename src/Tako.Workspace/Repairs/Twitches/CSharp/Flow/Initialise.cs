using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Flow;

/// <summary>A local that is used before anything was put into it.</summary>
internal sealed class Initialise : ICodeRepair
{
    public string Name => "csharp.initialise";

    public bool Takes(string id) => id is "CS0165" or "CS0170" or "CS0818";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        var use = wound.Up<IdentifierNameSyntax>() ?? wound.Node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().FirstOrDefault();
        var symbol = use is null ? null : wound.Model.GetSymbolInfo(use, wound.CancellationToken).Symbol;
        var declared = symbol is ILocalSymbol { DeclaringSyntaxReferences: [var place, ..] }
            ? place.GetSyntax(wound.CancellationToken) as VariableDeclaratorSyntax
            : wound.Up<VariableDeclaratorSyntax>();
        if (declared is not { Initializer: null, Parent: VariableDeclarationSyntax declaration }
            || wound.Model.GetDeclaredSymbol(declared, wound.CancellationToken) is not ILocalSymbol local)
            yield break;
        if (local.Type is not { TypeKind: not TypeKind.Error } type)
            yield break;
        foreach (var (value, cost) in Values(wound, declaration, declared, type))
            yield return Candidate.Insert($"start '{declared.Identifier.Text}' with '{value}'", cost, wound.Tree,
                declared.Identifier.Span.End, $" = {value}");
    }

    private static IEnumerable<(string Value, double Cost)> Values(Wound wound, VariableDeclarationSyntax declaration,
        VariableDeclaratorSyntax declared, ITypeSymbol type)
    {
        var written = declaration.Type.ToString();
        var uses = (declared.FirstAncestorOrSelf<BlockSyntax>()?.DescendantNodes() ?? []).OfType<IdentifierNameSyntax>()
            .Where(each => each.Identifier.ValueText == declared.Identifier.ValueText).ToList();
        // Something is done with what it holds, so it has to hold something.
        var opened = uses.Any(each => each.Parent is MemberAccessExpressionSyntax member && member.Expression == each
            || each.Parent is ElementAccessExpressionSyntax element && element.Expression == each
                || each.Parent is CommonForEachStatementSyntax);
        if (type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsAbstract: false,
            SpecialType: SpecialType.None } named
            && named.OriginalDefinition.SpecialType != SpecialType.System_Nullable_T
            && named.InstanceConstructors.Any(each => each.Parameters.All(parameter => parameter.IsOptional
                || parameter.IsParams) && wound.Compilation.IsSymbolAccessibleWithin(each, wound.Compilation.Assembly)))
            yield return ($"new {written}()", opened || type.IsValueType ? 0.8 : 1.3);
        if (type is INamedTypeSymbol { TypeKind: TypeKind.Interface, Name: "IList" or "ICollection" or "IEnumerable"
            or "IReadOnlyList", TypeArguments: [var item] } && opened)
            yield return ($"new List<{wound.Write(item, declared.SpanStart)}>()", 0.9);
        if (type is INamedTypeSymbol { TypeKind: TypeKind.Interface, Name: "IDictionary", TypeArguments: [var key, var value] } && opened)
            yield return ($"new Dictionary<{wound.Write(key, declared.SpanStart)}, {wound.Write(value, declared.SpanStart)}>()", 0.9);
        if (type is IArrayTypeSymbol { Rank: 1, ElementType: not IArrayTypeSymbol } array && opened)
            yield return ($"new {wound.Write(array.ElementType, declared.SpanStart)}[{Length(uses)}]", 1.1);
        if (type.TypeKind == TypeKind.Enum && type.GetMembers().OfType<IFieldSymbol>()
            .FirstOrDefault(field => field.HasConstantValue) is { } first)
            yield return ($"{written}.{first.Name}", 1.2);
        if (Plain.Value(type) is { } plain)
            yield return (plain, 1.2);
        else
            yield return ($"default({written})", 1.4);
    }

    // The bound of the loop that fills it, else nothing.
    private static string Length(List<IdentifierNameSyntax> uses)
    {
        foreach (var use in uses)
        {
            if (use.Parent is ElementAccessExpressionSyntax { ArgumentList.Arguments: [{ Expression: IdentifierNameSyntax index }] }
                && use.FirstAncestorOrSelf<ForStatementSyntax>() is { Condition: BinaryExpressionSyntax
                    { RawKind: (int)SyntaxKind.LessThanExpression } until }
                && until.Left.ToString() == index.ToString() && !until.Right.ToString().Contains(use.Identifier.ValueText,
                    StringComparison.Ordinal))
                return until.Right.ToString();
        }

        return "0";
    }
}
