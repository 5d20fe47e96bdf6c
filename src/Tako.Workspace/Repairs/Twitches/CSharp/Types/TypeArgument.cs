using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Types;

/// <summary>A type argument that cannot be inferred, though what the result is put into says it.</summary>
internal sealed class TypeArgument : ICodeRepair
{
    public string Name => "csharp.type-argument";

    public bool Takes(string id) => id is "CS0411";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        if (wound.Up<InvocationExpressionSyntax>() is not { } call)
            yield break;
        var name = call.Expression switch
        {
            IdentifierNameSyntax simple => simple,
            MemberAccessExpressionSyntax { Name: IdentifierNameSyntax member } => member,
            _ => null,
        };
        var wanted = call.Parent switch
        {
            EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax { Type: { IsVar: false } type } } => wound.TypeOf(type),
            AssignmentExpressionSyntax assignment when assignment.Right == call => wound.TypeOf(assignment.Left),
            ReturnStatementSyntax or ArrowExpressionClauseSyntax => Function.Around(call)?.ReturnedBy(wound.Model),
            _ => null,
        };
        if (name is null || wanted is null)
            yield break;
        foreach (var method in wound.Model.GetMemberGroup(call.Expression, wound.CancellationToken).OfType<IMethodSymbol>()
            .Where(each => each.TypeParameters.Length == 1).Take(3))
        {
            if (Argument(method.OriginalDefinition.ReturnType, wanted) is { } argument)
                yield return Candidate.Insert($"say the type '{wound.Write(argument)}'", 0.9, wound.Tree, name.Span.End,
                    $"<{wound.Write(argument)}>");
        }
    }

    private static ITypeSymbol? Argument(ITypeSymbol returned, ITypeSymbol wanted) => (returned, wanted) switch
    {
        (ITypeParameterSymbol, _) => wanted,
        (IArrayTypeSymbol { ElementType: ITypeParameterSymbol }, IArrayTypeSymbol array) => array.ElementType,
        (INamedTypeSymbol { TypeArguments: [ITypeParameterSymbol] } open, INamedTypeSymbol { TypeArguments: [var inner] } closed)
            when SymbolEqualityComparer.Default.Equals(open.OriginalDefinition, closed.OriginalDefinition) => inner,
        _ => null,
    };
}
