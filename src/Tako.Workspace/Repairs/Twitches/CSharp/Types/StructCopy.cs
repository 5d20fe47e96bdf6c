using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Types;

/// <summary>A field of a structure that was handed out as a copy: the copy is changed and put back.</summary>
internal sealed class StructCopy : ICodeRepair
{
    public string Name => "csharp.struct-copy";

    public bool Takes(string id) => id is "CS1612";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        if (wound.Up<ExpressionStatementSyntax>() is not { Parent: BlockSyntax, Expression: AssignmentExpressionSyntax
            { Left: MemberAccessExpressionSyntax { Expression: var of } } } statement || wound.TypeOf(of) is not { } type
            || of.DescendantNodesAndSelf().Any(node => node is InvocationExpressionSyntax or AssignmentExpressionSyntax
                or PostfixUnaryExpressionSyntax or BaseObjectCreationExpressionSyntax))
            yield break;
        var plain = of is MemberAccessExpressionSyntax or IdentifierNameSyntax
            ? of.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Last().Identifier.ValueText : type.Name;
        var name = Free(wound, char.ToLowerInvariant(plain[0]) + plain[1..]);
        var gap = wound.Layout.StartsLine(statement.SpanStart)
            ? wound.Layout.LineEnd + wound.Layout.IndentAt(statement.SpanStart) : " ";
        yield return new Candidate($"change a copy of '{of}' and put it back", 1.2,
        [
            new CodeEdit(wound.Tree, new TextSpan(statement.SpanStart, 0), $"var {name} = {of};{gap}"),
            new CodeEdit(wound.Tree, of.Span, name),
            new CodeEdit(wound.Tree, new TextSpan(statement.Span.End, 0), $"{gap}{of} = {name};"),
        ]) { MayDrop = of.DescendantTokens().Count() };
    }

    private static string Free(Wound wound, string name)
    {
        var taken = wound.Root.DescendantTokens().Select(token => token.ValueText).ToHashSet(StringComparer.Ordinal);
        var free = SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : name + "1";
        for (var number = 2; taken.Contains(free); number++)
            free = name + number;
        return free;
    }
}
