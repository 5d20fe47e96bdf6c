using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Members;

/// <summary>Static and instance mixed up.</summary>
internal sealed class Static : ICodeRepair
{
    public string Name => "csharp.static";

    public bool Takes(string id) => id is "CS0120" or "CS0708" or "CS0176" or "CS0026" or "CS0720" or "CS0236" or "CS5001" or "CS0718";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        if (wound.Id == "CS0708" && wound.Node.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } inStatic)
        {
            yield return MakeStatic(inStatic, 1, null);
            yield break;
        }

        var name = wound.Node as ExpressionSyntax ?? wound.Up<ExpressionSyntax>();
        if (name is null)
            yield break;
        var info = wound.Model.GetSymbolInfo(name, wound.CancellationToken);
        if ((info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is not { } symbol)
            yield break;
        if (wound.Id == "CS0176")
        {
            if (name is MemberAccessExpressionSyntax member)
                yield return Candidate.Replace($"ask the type '{symbol.ContainingType.Name}'", 1, wound.Tree,
                    member.Expression.Span, wound.Write(symbol.ContainingType)) with { MayDrop = 12 };
            yield break;
        }

        // A thing of the type stands ready.
        var start = name is MemberAccessExpressionSyntax access && wound.Model.GetSymbolInfo(access.Expression)
            .Symbol is ITypeSymbol ? access.Expression : null;
        foreach (var ready in wound.Model.LookupSymbols(wound.Span.Start).OfType<ILocalSymbol>()
            .Where(local => SymbolEqualityComparer.Default.Equals(local.Type, symbol.ContainingType)
                && local.DeclaringSyntaxReferences[0].Span.End < wound.Span.Start).Take(2))
            yield return start is not null
                ? Candidate.Replace($"ask '{ready.Name}'", 0.8, wound.Tree, start.Span, ready.Name)
                : Candidate.Insert($"ask '{ready.Name}'", 0.9, wound.Tree, name.SpanStart, ready.Name + ".");
        if (symbol.DeclaringSyntaxReferences is [var place, ..] && place.GetSyntax() is { } declared
            && (declared is VariableDeclaratorSyntax ? declared.Parent?.Parent : declared) is MemberDeclarationSyntax declaration
            && wound.Compilation.ContainsSyntaxTree(declaration.SyntaxTree) && declaration is not BaseTypeDeclarationSyntax
            && !symbol.IsVirtual && !symbol.IsOverride && !symbol.IsAbstract)
            yield return MakeStatic(declaration, 1, symbol.Name);
        if (symbol.ContainingType is { IsAbstract: false } type && type.InstanceConstructors.Any(each => each.Parameters.Length == 0))
            yield return start is not null
                ? Candidate.Replace($"ask a new '{type.Name}'", 1.5, wound.Tree, start.Span, $"new {wound.Write(type)}()")
                : Candidate.Insert($"ask a new '{type.Name}'", 1.6, wound.Tree, name.SpanStart, $"new {wound.Write(type)}().");
    }

    private static Candidate MakeStatic(MemberDeclarationSyntax member, double cost, string? reaches)
    {
        var levels = member.Modifiers.Where(each => each.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.PrivateKeyword
            or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword).ToList();
        var after = levels.Count > 0 ? levels[^1].Span.End : -1;
        var start = member.Modifiers.Count > 0 ? member.Modifiers[0].SpanStart : member.AttributeLists.Count > 0
            ? member.AttributeLists[^1].GetLastToken().GetNextToken().SpanStart : member.SpanStart;
        return Candidate.Insert("make it static", cost, member.SyntaxTree, after >= 0 ? after : start, after >= 0 ? " static"
            : "static ") with { Reaches = reaches };
    }
}
