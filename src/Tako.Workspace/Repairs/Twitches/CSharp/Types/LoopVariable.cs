using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Types;

/// <summary>The variable of a <c>foreach</c> or <c>using</c> that is assigned to: the body gets a copy of its own.</summary>
internal sealed class LoopVariable : ICodeRepair
{
    public string Name => "csharp.loop-variable";

    public bool Takes(string id) => id is "CS1656" or "CS1654" or "CS1655" or "CS1657";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        var name = wound.Up<IdentifierNameSyntax>() ?? wound.Node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
            .FirstOrDefault();
        var loop = name?.Ancestors().OfType<ForEachStatementSyntax>().FirstOrDefault(each => each.Identifier.ValueText ==
            name.Identifier.ValueText);
        if (loop is not { Statement: BlockSyntax { Statements: [var first, ..] } })
            yield break;
        var own = loop.Identifier.ValueText;
        var outer = Free(wound, loop, own.Length > 1 ? "each" + char.ToUpperInvariant(own[0]) + own[1..] : own + "0");
        yield return new Candidate($"let the loop work on a copy of '{own}'", 1.5,
        [
            new CodeEdit(wound.Tree, loop.Identifier.Span, outer),
            new CodeEdit(wound.Tree, new TextSpan(first.SpanStart, 0),
                $"var {own} = {outer};" + wound.Layout.LineEnd + wound.Layout.IndentAt(first.SpanStart)),
        ]);
    }

    private static string Free(Wound wound, SyntaxNode at, string name)
    {
        while (wound.Root.DescendantTokens().Any(token => token.ValueText == name))
            name += "1";
        return name;
    }
}
