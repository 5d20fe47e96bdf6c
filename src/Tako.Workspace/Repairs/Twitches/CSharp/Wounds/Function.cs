using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

/// <summary>The nearest thing around a node that has a body of its own: method, local function, accessor or lambda.</summary>
internal sealed record Function(SyntaxNode Node, BlockSyntax? Body, TypeSyntax? ReturnType, string? Name)
{
    public static Function? Around(SyntaxNode? node) => node?.AncestorsAndSelf().Select(Of).FirstOrDefault(found => found is not null);

    /// <summary>Those inside the body that do not belong to a function inside of it.</summary>
    public IEnumerable<T> Own<T>() where T : SyntaxNode => Body is null
        ? []
        : Body.DescendantNodes(inner => inner is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax).OfType<T>();

    public SyntaxTokenList Modifiers => Node switch
    {
        BaseMethodDeclarationSyntax method => method.Modifiers,
        LocalFunctionStatementSyntax local => local.Modifiers,
        _ => default,
    };

    public ITypeSymbol? ReturnedBy(SemanticModel model)
    {
        var method = Node is AnonymousFunctionExpressionSyntax ? model.GetSymbolInfo(Node).Symbol as IMethodSymbol
            : model.GetDeclaredSymbol(Node) as IMethodSymbol;
        if (method is null)
            return null;
        return method.IsAsync && method.ReturnType is INamedTypeSymbol { TypeArguments: [var inner] } ? inner : method.ReturnType;
    }

    private static Function? Of(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => new Function(method, method.Body, method.ReturnType, method.Identifier.ValueText),
        LocalFunctionStatementSyntax local => new Function(local, local.Body, local.ReturnType, local.Identifier.ValueText),
        OperatorDeclarationSyntax sign => new Function(sign, sign.Body, sign.ReturnType, null),
        ConversionOperatorDeclarationSyntax conversion => new Function(conversion, conversion.Body, conversion.Type, null),
        BaseMethodDeclarationSyntax other => new Function(other, other.Body, null, null),
        AccessorDeclarationSyntax accessor => new Function(accessor, accessor.Body, null, null),
        AnonymousFunctionExpressionSyntax lambda => new Function(lambda, lambda.Block, null, null),
        _ => null,
    };
}
