using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Members;

/// <summary>A local declared a second time: the second is an assignment, or another variable under a name of its own.</summary>
internal sealed class Redeclared : ICodeRepair
{
    public string Name => "csharp.redeclared";

    public bool Takes(string id) => id is "CS0128" or "CS0136";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        if (wound.Up<VariableDeclaratorSyntax>() is not { Parent: VariableDeclarationSyntax declaration } variable)
        {
            if (wound.Up<ForEachStatementSyntax>() is { } loop)
                yield return Rename(wound, loop, loop.Identifier, 1.2);
            yield break;
        }

        var name = variable.Identifier;
        if (variable.Initializer is not null && declaration is { Variables.Count: 1 }
            && wound.Model.GetDeclaredSymbol(variable) is ILocalSymbol own)
        {
            var outer = wound.Model.LookupSymbols(declaration.SpanStart, name: name.ValueText).OfType<ILocalSymbol>()
                .FirstOrDefault(each => !SymbolEqualityComparer.Default.Equals(each, own));
            var type = outer?.Type ?? Earlier(wound, variable);
            if (type is not null && wound.Converts(own.Type, type))
                yield return Candidate.Replace($"assign '{name.Text}' instead of declaring it again",
                    declaration.Parent is ForStatementSyntax ? 1.5 : 1, wound.Tree,
                    TextSpan.FromBounds(declaration.Type.SpanStart, name.SpanStart), "") with { MayDrop =
                        declaration.Type.DescendantTokens().Count() };
        }

        if (wound.Id == "CS0136" && variable.FirstAncestorOrSelf<StatementSyntax>() is { Parent: { } scope } statement)
            yield return Rename(wound, statement is ForStatementSyntax ? statement : scope, name, 1.3);
    }

    private static ITypeSymbol? Earlier(Wound wound, VariableDeclaratorSyntax variable) =>
        Function.Around(variable)?.Own<VariableDeclaratorSyntax>()
        .Where(each => each != variable && each.Identifier.ValueText == variable.Identifier.ValueText
            && each.SpanStart < variable.SpanStart)
        .Select(each => (wound.Model.GetDeclaredSymbol(each) as ILocalSymbol)?.Type).FirstOrDefault();

    private static Candidate Rename(Wound wound, SyntaxNode scope, SyntaxToken name, double cost)
    {
        var other = Enumerable.Range(2, 100).Select(number => name.ValueText + number)
            .First(each => !wound.Root.DescendantTokens().Any(token => token.ValueText == each));
        var uses = scope.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name.ValueText
            && token.SpanStart >= name.SpanStart && !(token.Parent?.Parent is MemberAccessExpressionSyntax access
                && access.Name == token.Parent)).ToList();
        return new Candidate($"call the inner one '{other}'", cost,
            [.. uses.Select(each => new CodeEdit(wound.Tree, each.Span, other))]) { MayDrop = uses.Count };
    }
}
