using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Members;

/// <summary>A member that is kept from those who use it: its declaration opens up.</summary>
internal sealed class Access : ICodeRepair
{
    private static readonly SyntaxKind[] Levels =
        [SyntaxKind.PublicKeyword, SyntaxKind.InternalKeyword, SyntaxKind.ProtectedKeyword, SyntaxKind.PrivateKeyword];

    public string Name => "csharp.access";

    public bool Takes(string id) => id is "CS0122" or "CS0272" or "CS0271" or "CS0737" or "CS0621" or "CS1540" or "CS0507" or "CS1729"
        or "CS0050" or "CS0051" or "CS0052" or "CS0053" or "CS0054" or "CS0055" or "CS0056" or "CS0057" or "CS0058" or "CS0059"
            or "CS0060" or "CS0061" or "CS0703";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        foreach (var symbol in Closed(wound).Where(each => each.DeclaringSyntaxReferences.Length > 0).Take(2))
        {
            var node = symbol.DeclaringSyntaxReferences[0].GetSyntax(wound.CancellationToken);
            if (!wound.Compilation.ContainsSyntaxTree(node.SyntaxTree))
                continue;
            var declaration = node is VariableDeclaratorSyntax { Parent.Parent: MemberDeclarationSyntax field } ? field : node;
            if (declaration is AccessorDeclarationSyntax accessor
                && accessor.Modifiers.FirstOrDefault(each => Levels.Contains(each.Kind())) is { RawKind: not 0 } own)
            {
                yield return Candidate.Replace($"open the accessor of '{symbol.ContainingType.Name}'", 1, node.SyntaxTree,
                    TextSpan.FromBounds(own.SpanStart, own.GetNextToken().SpanStart), "");
                continue;
            }

            if (declaration is not MemberDeclarationSyntax member)
                continue;
            foreach (var (level, cost) in Wanted(wound, symbol))
            {
                if (Raise(node.SyntaxTree, member, level) is { } edits)
                    yield return new Candidate($"make '{symbol.Name}' {level}", cost, edits) { Reaches = symbol.Name, MayDrop = 2 };
            }
        }
    }

    private static IEnumerable<(string Level, double Cost)> Wanted(Wound wound, ISymbol symbol)
    {
        if (wound.Id == "CS0621" || wound.Id == "CS1540")
            return [("protected", 1), ("public", 1.2)];
        if (wound.Id == "CS0507")
            return wound.Message.Contains("'protected'", StringComparison.Ordinal) ? [("protected", 1)]
                : [("public", 1), ("internal", 1.2)];
        // The family of the class reaches it with less than everybody.
        var siblings = symbol.ContainingType?.GetMembers().Where(each => !each.IsImplicitlyDeclared
            && !SymbolEqualityComparer.Default.Equals(each, symbol)).ToList() ?? [];
        var inside = siblings.Count(each => each.DeclaredAccessibility == Accessibility.Internal) > siblings.Count(each =>
            each.DeclaredAccessibility == Accessibility.Public);
        return inside && wound.Id == "CS0122" ? [("internal", 0.9), ("public", 1.1)] : [("public", 0.9), ("internal", 1.2)];
    }

    private static IEnumerable<ISymbol> Closed(Wound wound)
    {
        if (wound.Id is "CS0737")
        {
            var names = wound.Quoted.SelectMany(quoted => quoted.Split('(')[0].Split('.')).ToHashSet(StringComparer.Ordinal);
            return wound.Up<TypeDeclarationSyntax>() is { } type && wound.Model.GetDeclaredSymbol(type) is { } implementing
                ? implementing.GetMembers().Where(member => names.Contains(member.Name) && member.DeclaredAccessibility !=
                    Accessibility.Public)
                : [];
        }

        if (wound.Id is "CS0621" or "CS0507")
            return wound.Model.GetDeclaredSymbol(wound.Node) is { } declared ? [declared] : [];
        if (wound.Id.StartsWith("CS005", StringComparison.Ordinal) || wound.Id is "CS0060" or "CS0061" or "CS0703")
            return wound.Quoted.Take(1).Concat(wound.Quoted.Skip(1)).Select(quoted => quoted.Split('(')[0].Split('.')[^1].Split('<')[0])
                .SelectMany(name => wound.Compilation.GetSymbolsWithName(name, SymbolFilter.Type))
                .Where(type => type.DeclaredAccessibility != Accessibility.Public);
        var info = wound.Model.GetSymbolInfo(wound.Node, wound.CancellationToken);
        var found = new[] { info.Symbol }.Concat(info.CandidateSymbols).OfType<ISymbol>().ToList();
        if (wound.Up<BaseObjectCreationExpressionSyntax>() is { } made && wound.TypeOf(made) is INamedTypeSymbol type1
            && found.Count == 0)
            found.AddRange(type1.InstanceConstructors.Where(each => each.DeclaredAccessibility is Accessibility.Private
                or Accessibility.Protected));
        return found.Select(each => each is IPropertySymbol property && wound.Id is "CS0272" or "CS0271"
            ? (wound.Id == "CS0272" ? ((IPropertySymbol)each).SetMethod : ((IPropertySymbol)each).GetMethod) ?? each
            : each.OriginalDefinition);
    }

    private static IReadOnlyList<CodeEdit>? Raise(SyntaxTree tree, MemberDeclarationSyntax member, string level)
    {
        var present = member.Modifiers.Where(each => Levels.Contains(each.Kind())).ToList();
        if (present.Count == 1 && present[0].Text == level)
            return null;
        if (present.Count > 0)
            return [new CodeEdit(tree, TextSpan.FromBounds(present[0].SpanStart, present[^1].Span.End), level)];
        if (member is EnumMemberDeclarationSyntax)
            return null;
        var at = member.Modifiers.Count > 0
            ? member.Modifiers[0].SpanStart
            : member.AttributeLists.Count > 0 ? member.AttributeLists[^1].GetLastToken().GetNextToken().SpanStart : member.SpanStart;
        return [new CodeEdit(tree, new TextSpan(at, 0), level + " ")];
    }
}
