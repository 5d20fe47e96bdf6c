using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Names;

/// <summary>A name that does not exist here, but a near one does.</summary>
internal sealed class NearName : ICodeRepair
{
    private const int Most = 6;

    public string Name => "csharp.near-name";

    public bool Takes(string id) => id is "CS0103" or "CS0117" or "CS1061" or "CS0246" or "CS0234" or "CS1739" or "CS0115"
        or "CS0539" or "CS0540" or "CS0426"
        or "CS0305" or "CS1955" or "CS0570" or "CS0119" or "CS0400";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        if (Wrong(wound) is not { } wrong || wrong.ValueText.Length == 0)
            return [];
        var names = Near(wound, wrong)
            .Select(symbol => (symbol.Name, Symbol: symbol))
            .DistinctBy(pair => pair.Name)
            .Select(pair => (pair.Name, pair.Symbol, Distance: Nearness.Of(wrong.ValueText,
                pair.Name) ?? Begins(wrong.ValueText, pair.Name)))
            .Where(each => each.Distance is not null)
            .OrderBy(each => each.Distance)
            .ThenBy(each => each.Symbol.DeclaringSyntaxReferences.Length > 0 ? 0 : 1)
            .ThenBy(each => each.Name, StringComparer.Ordinal)
            .Take(Most)
            .Select(each => Candidate.Replace($"'{each.Name}' instead of '{wrong.Text}'",
                0.7 + each.Distance!.Value * 0.3 + (each.Symbol.DeclaringSyntaxReferences.Length > 0 ? 0 : 0.1), wound.Tree,
                    wrong.Span, each.Name));
        return names;
    }

    // "Count" for "GetCount", "someMember" for "someMembers": one name holds the other.
    private static double? Begins(string wrong, string right)
    {
        var (shorter, longer) = wrong.Length < right.Length ? (wrong, right) : (right, wrong);
        return shorter.Length >= 4 && longer.Contains(shorter, StringComparison.OrdinalIgnoreCase)
            && longer.Length <= shorter.Length * 2 ? 2.5 : null;
    }

    private static SyntaxToken? Wrong(Wound wound) => wound.Id is "CS0115" or "CS0539"
        ? wound.Node switch
        {
            MethodDeclarationSyntax method => method.Identifier,
            PropertyDeclarationSyntax property => property.Identifier,
            _ => null,
        }
        : wound.Node switch
        {
            MemberAccessExpressionSyntax member => member.Name.Identifier,
            QualifiedNameSyntax qualified => qualified.Right.Identifier,
            AliasQualifiedNameSyntax qualified => qualified.Name.Identifier,
            SimpleNameSyntax name => name.Identifier,
            NameColonSyntax colon => colon.Name.Identifier,
            MemberBindingExpressionSyntax binding => binding.Name.Identifier,
            _ => wound.Token.IsKind(SyntaxKind.IdentifierToken) ? wound.Token : null,
        };

    private static IEnumerable<ISymbol> Near(Wound wound, SyntaxToken wrong)
    {
        var at = wrong.SpanStart;
        var node = wrong.Parent;
        if (wound.Id is "CS0115" or "CS0539")
            return wound.Model.GetDeclaredSymbol(wound.Node)?.ContainingType is { } owner
                ? Bases(owner).SelectMany(type => type.GetMembers()).Where(each => each.IsVirtual || each.IsAbstract || each.IsOverride)
                : [];
        if (wound.Id == "CS0400")
            return wound.Compilation.GlobalNamespace.GetMembers();
        if (node is NameSyntax { Parent: NameColonSyntax { Parent: ArgumentSyntax { Parent.Parent: { } call } } })
            return wound.Model.GetSymbolInfo(call) is var info
                ? new[] { info.Symbol }.Concat(info.CandidateSymbols).OfType<IMethodSymbol>().SelectMany(method => method.Parameters)
                : [];
        if (node is SimpleNameSyntax name && name.Parent is MemberAccessExpressionSyntax access && access.Name == name)
            return Members(wound, access.Expression, at);
        if (node is SimpleNameSyntax && node.Parent is MemberBindingExpressionSyntax
            && node.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>() is { } conditional)
            return Members(wound, conditional.Expression, at);
        if (node is SimpleNameSyntax right && right.Parent is QualifiedNameSyntax qualified && qualified.Right == right)
            return wound.Model.GetSymbolInfo(qualified.Left).Symbol is INamespaceOrTypeSymbol container ? container.GetMembers()
                .OfType<INamespaceOrTypeSymbol>() : [];
        if (node is IdentifierNameSyntax { Parent: AssignmentExpressionSyntax 
                { Parent: InitializerExpressionSyntax { Parent: BaseObjectCreationExpressionSyntax made } } assignment }
            && assignment.Left == node && wound.TypeOf(made) is { } type)
            return Everything(type).Where(member => !member.IsStatic);
        var asType = wound.Id is "CS0246" or "CS0234" or "CS0426" || node?.Parent is ObjectCreationExpressionSyntax;
        return asType ? wound.Model.LookupNamespacesAndTypes(at) : wound.Model.LookupSymbols(at).Where(each => Usable(each, at));
    }

    private static IEnumerable<ISymbol> Members(Wound wound, ExpressionSyntax of, int at)
    {
        if (of is BaseExpressionSyntax)
            return wound.TypeOf(of) is { } parent ? Everything(parent).Where(each => each.DeclaredAccessibility !=
                Accessibility.Private) : [];
        if (wound.Model.GetSymbolInfo(of).Symbol is INamespaceOrTypeSymbol container)
            return container is ITypeSymbol enclosing ? Everything(enclosing).Where(each => each.IsStatic
                || each is ITypeSymbol) : container.GetMembers();
        return wound.TypeOf(of) is { } type
            ? wound.Model.LookupSymbols(at, type, includeReducedExtensionMethods: true).Where(each => !each.IsStatic
                || each is IMethodSymbol { IsExtensionMethod: true })
            : [];
    }

    // A local below its use is no help.
    private static bool Usable(ISymbol symbol, int at) =>
        symbol is not ILocalSymbol { DeclaringSyntaxReferences: [var place, ..] } || place.Span.End < at;

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
            yield return parent;
        foreach (var contract in type.AllInterfaces)
            yield return contract;
    }

    private static IEnumerable<ISymbol> Everything(ITypeSymbol type)
    {
        for (var each = type; each is not null; each = each.BaseType)
        {
            foreach (var member in each.GetMembers().Where(member => member.CanBeReferencedByName))
                yield return member;
        }
    }
}
