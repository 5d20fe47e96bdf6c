using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Members;

/// <summary>A modifier too many, too few, or another one.</summary>
internal sealed class Modifier : ICodeRepair
{
    public string Name => "csharp.modifier";

    public bool Takes(string id) => id is "CS0106" or "CS0107" or "CS1004" or "CS0513" or "CS0506" or "CS0260" or "CS0191"
        or "CS0198" or "CS0200" or "CS0542"
        or "CS0114" or "CS0544" or "CS0115" or "CS0418" or "CS0509" or "CS0239" or "CS0238" or "CS0112" or "CS0267"
            or "CS0750" or "CS0533" or "CS0503" or "CS0073" or "CS0192";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        switch (wound.Id)
        {
            case "CS0106" or "CS0107" or "CS1004" or "CS0112" or "CS0418" or "CS0238" or "CS0503" or "CS0115" or "CS0267":
                var owner = wound.Node.AncestorsAndSelf().Select(node => (Node: node, Modifiers: Modifiers(node)))
                    .FirstOrDefault(each => each.Modifiers.Count > 0);
                foreach (var each in owner.Modifiers.Where(each => wound.Quoted.Contains(each.Text) || wound.Id is "CS0107" or "CS1004"
                    || wound.Id is "CS0115" && each.IsKind(SyntaxKind.OverrideKeyword)).Reverse())
                    yield return Candidate.Replace($"without '{each.Text}'", wound.Id == "CS0115" ? 2 : 1, wound.Tree,
                        TextSpan.FromBounds(each.SpanStart, each.GetNextToken().SpanStart), "");
                break;
            case "CS0513" when wound.Up<ClassDeclarationSyntax>() is { } type:
                yield return Put(type.Modifiers, type.Keyword, "abstract");
                break;
            case "CS0260" when wound.Quoted.FirstOrDefault() is { } name:
                var parts = wound.Compilation.GetSymbolsWithName(name, SymbolFilter.Type)
                    .SelectMany(each => each.DeclaringSyntaxReferences)
                    .Select(each => each.GetSyntax()).OfType<TypeDeclarationSyntax>()
                        .Where(each => !each.Modifiers.Any(SyntaxKind.PartialKeyword)).ToList();
                yield return new Candidate($"make '{name}' partial", 1, [.. parts.Select(part =>
                    new CodeEdit(part.SyntaxTree, new TextSpan(part.Keyword.SpanStart, 0), "partial "))]) { Reaches = name };
                break;
            case "CS0506" or "CS0239" or "CS0509" or "CS0191" or "CS0198" or "CS0200" or "CS0544" or "CS0192":
                foreach (var candidate in AtDeclaration(wound))
                    yield return candidate;
                break;
            case "CS0542" when wound.Node is MethodDeclarationSyntax { ReturnType: { } written } method:
                yield return Candidate.Replace("make it the constructor", 1, wound.Tree, TextSpan.FromBounds(written.SpanStart,
                    method.Identifier.SpanStart), "");
                break;
        }
    }

    private static IEnumerable<Candidate> AtDeclaration(Wound wound)
    {
        if (wound.Id is "CS0506" && wound.Model.GetDeclaredSymbol(wound.Node) is { } own && own.ContainingType.BaseType is { } parent)
        {
            for (var type = parent; type is not null; type = type.BaseType)
            {
                if (type.GetMembers(own.Name).FirstOrDefault()?.DeclaringSyntaxReferences is [var place, ..]
                    && place.GetSyntax() is MethodDeclarationSyntax method)
                    yield return Put(method.Modifiers, method.ReturnType.GetFirstToken(), "virtual") with { Reaches = own.Name };
            }
        }

        if (wound.Id is "CS0509" && wound.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } derived
            && wound.Model.GetDeclaredSymbol(derived) is { BaseType: null or { SpecialType: SpecialType.System_Object } })
        {
            foreach (var sealedBase in (derived.BaseList?.Types ?? []).Select(each => wound.TypeOf(each.Type))
                .OfType<INamedTypeSymbol>().Where(each => each.IsSealed))
            {
                if (sealedBase.DeclaringSyntaxReferences is [var at, ..]
                    && at.GetSyntax() is ClassDeclarationSyntax { Modifiers: var modifiers }
                    && modifiers.FirstOrDefault(each => each.IsKind(SyntaxKind.SealedKeyword)) is { RawKind: not 0 } seal)
                    yield return Candidate.Replace($"let '{sealedBase.Name}' be derived from", 1.5, at.SyntaxTree,
                        TextSpan.FromBounds(seal.SpanStart, seal.GetNextToken().SpanStart), "");
            }
        }

        if (wound.Id is not ("CS0191" or "CS0192" or "CS0198" or "CS0200") || (wound.Model.GetSymbolInfo(wound.Node) is var info
            ? info.Symbol ?? info.CandidateSymbols.FirstOrDefault() : null)
                is not { DeclaringSyntaxReferences: [var declared, ..] } symbol)
            yield break;
        var node = declared.GetSyntax();
        if (node is VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax field }
            && field.Modifiers.FirstOrDefault(each => each.IsKind(SyntaxKind.ReadOnlyKeyword)) is { RawKind: not 0 } fixedly)
            yield return Candidate.Replace($"let '{symbol.Name}' change", 1.2, node.SyntaxTree,
                TextSpan.FromBounds(fixedly.SpanStart, fixedly.GetNextToken().SpanStart), "");
        if (node is PropertyDeclarationSyntax { AccessorList.Accessors: [{ Body: null, ExpressionBody: null } getter] } property)
        {
            var inside = wound.Up<TypeDeclarationSyntax>() is { } user && wound.Model.GetDeclaredSymbol(user) is { } type
                && SymbolEqualityComparer.Default.Equals(type, symbol.ContainingType);
            yield return Candidate.Insert($"let '{property.Identifier.Text}' be set", 1.1, node.SyntaxTree, getter.Span.End,
                inside ? " private set;" : " set;");
        }
    }

    private static Candidate Put(SyntaxTokenList modifiers, SyntaxToken before, string modifier)
    {
        // A partial type says so last.
        var place = modifiers.FirstOrDefault(each => each.IsKind(SyntaxKind.PartialKeyword)) is { RawKind: not 0 } partial
            ? partial : before;
        return Candidate.Insert($"make it {modifier}", 1, before.SyntaxTree!, place.SpanStart, modifier + " ");
    }

    private static SyntaxTokenList Modifiers(SyntaxNode node) => node switch
    {
        MemberDeclarationSyntax member => member.Modifiers,
        LocalFunctionStatementSyntax local => local.Modifiers,
        LocalDeclarationStatementSyntax local => local.Modifiers,
        AccessorDeclarationSyntax accessor => accessor.Modifiers,
        _ => default,
    };
}
