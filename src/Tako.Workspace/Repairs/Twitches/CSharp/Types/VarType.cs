using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Types;

/// <summary><c>var</c> without a value to take the type from.</summary>
internal sealed class VarType : ICodeRepair
{
    public string Name => "csharp.var-type";

    public bool Takes(string id) => id is "CS0818" or "CS0815" or "CS0819" or "CS0820" or "CS0825" or "CS1547";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        var near = wound.Up<VariableDeclaratorSyntax>() ?? wound.Up<VariableDeclarationSyntax>()?.Variables.FirstOrDefault();
        if (near is not { Parent: VariableDeclarationSyntax { Type: { } written } } variable)
            yield break;
        var name = variable.Identifier.ValueText;
        var types = (variable.FirstAncestorOrSelf<BlockSyntax>()?.DescendantNodes() ?? []).OfType<AssignmentExpressionSyntax>()
            .Where(each => each.Left is IdentifierNameSyntax left && left.Identifier.ValueText == name)
                .Select(each => wound.TypeOf(each.Right)).OfType<ITypeSymbol>()
            // Several in one declaration, or 'void' for a variable: what they start with is their type.
            .Concat(((VariableDeclarationSyntax)variable.Parent).Variables.Select(each => each.Initializer?.Value)
                .OfType<ExpressionSyntax>().Select(wound.TypeOf).OfType<ITypeSymbol>());
        foreach (var type in types.Take(3))
            yield return Candidate.Replace($"declare '{name}' as '{wound.Write(type)}'", 1, wound.Tree, written.Span, wound.Write(type));
        foreach (var type in new[] { "string", "int" })
            yield return Candidate.Replace($"declare '{name}' as '{type}'", 2, wound.Tree, written.Span, type);
    }
}
