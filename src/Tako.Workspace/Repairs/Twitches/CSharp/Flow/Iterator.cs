using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Flow;

/// <summary>A function that yields but does not return a sequence.</summary>
internal sealed class Iterator : ICodeRepair
{
    public string Name => "csharp.iterator";

    public bool Takes(string id) => id is "CS1624" or "CS1621" or "CS1983" or "CS1622";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        if (wound.Id == "CS1622")
        {
            if (wound.Up<ReturnStatementSyntax>() is { Expression: { } value } bare)
                yield return value.IsKind(SyntaxKind.NullLiteralExpression)
                    ? Candidate.Replace("end the sequence", 1, wound.Tree, TextSpan.FromBounds(bare.SpanStart, value.Span.End),
                        "yield break") with { MayDrop = 2 }
                    : Candidate.Insert("yield the value", 1, wound.Tree, bare.SpanStart, "yield ");
            yield break;
        }

        if (Function.Around(wound.Node) is not { ReturnType: { } written, Name: { } name } function
            || !function.Own<YieldStatementSyntax>().Any())
            yield break;
        var yielded = function.Own<YieldStatementSyntax>().Select(each => each.Expression).OfType<ExpressionSyntax>()
            .Select(wound.TypeOf).OfType<ITypeSymbol>().ToList();
        var item = yielded.FirstOrDefault(type => yielded.All(other => wound.Converts(other, type)));
        var before = wound.TypeOf(written);
        // A list or an array of what is yielded says what the sequence is made of; a single one is the element.
        var element = before switch
        {
            IArrayTypeSymbol array => array.ElementType,
            INamedTypeSymbol { TypeArguments: [var inner] } => inner,
            { SpecialType: SpecialType.System_Void } or null => null,
            _ => before,
        };
        var walked = wound.Root.DescendantNodes().OfType<CommonForEachStatementSyntax>().Any(each => Calls(each.Expression, name))
            || wound.Root.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Any(each => Calls(each.Expression, name)
                && each.Name.Identifier.ValueText != "MoveNext");
        var kind = name == "GetEnumerator" || element is null && !walked ? "IEnumerator" : "IEnumerable";
        var other = kind == "IEnumerable" ? "IEnumerator" : "IEnumerable";
        var typed = element ?? (UsesGenerics(wound) && !UsesPlain(wound) ? item : null);
        var cost = 0.8;
        foreach (var sequence in new[] { kind, other })
        {
            foreach (var of in typed is null ? new[] { null, item } : [typed, null])
            {
                var type = of is null ? sequence : $"{sequence}<{wound.Write(of, written.SpanStart)}>";
                foreach (var edits in new[] { Array.Empty<CodeEdit>(), Using(wound, of is null ? "System.Collections"
                    : "System.Collections.Generic") })
                    yield return new Candidate($"let '{name}' return '{type}'", cost += 0.1,
                        [.. edits, new CodeEdit(wound.Tree, written.Span, type)])
                    {
                        Reaches = name, MayDrop = written.DescendantTokens().Count(),
                    };
            }
        }
    }

    private static bool UsesPlain(Wound wound) => Usings.Has(wound.Root, "System.Collections");

    private static bool UsesGenerics(Wound wound) => Usings.Has(wound.Root, "System.Collections.Generic");

    private static CodeEdit[] Using(Wound wound, string space) => Usings.Has(wound.Root, space) ? [] : [Usings.Add(wound, space)];

    private static bool Calls(ExpressionSyntax expression, string name) => expression is InvocationExpressionSyntax call
        && (call.Expression switch
    {
        IdentifierNameSyntax simple => simple.Identifier.ValueText == name,
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText == name,
        _ => false,
    });
}
