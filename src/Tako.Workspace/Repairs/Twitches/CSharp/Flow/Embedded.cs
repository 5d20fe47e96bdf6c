using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Flow;

/// <summary>A declaration as the only statement of an <c>if</c> or a loop: it needs braces.</summary>
internal sealed class Embedded : ICodeRepair
{
    public string Name => "csharp.embedded";

    public bool Takes(string id) => id is "CS1023";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        if (wound.Up<LocalDeclarationStatementSyntax>() is { } statement)
            yield return new Candidate("put braces around the declaration", 1,
                [new CodeEdit(wound.Tree, new TextSpan(statement.SpanStart, 0), "{ "),
                new CodeEdit(wound.Tree, new TextSpan(statement.Span.End, 0), " }")]);
    }
}
