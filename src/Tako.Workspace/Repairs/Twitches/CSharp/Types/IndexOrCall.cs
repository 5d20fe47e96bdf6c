using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Types;

/// <summary>A field, property or local that is called: an index or no call at all was meant.</summary>
internal sealed class IndexOrCall : ICodeRepair
{
    public string Name => "csharp.index-or-call";

    public bool Takes(string id) => id is "CS1955" or "CS0149" or "CS0118";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        if (wound.Up<InvocationExpressionSyntax>() is not { ArgumentList: { } list } call)
            yield break;
        if (list.Arguments.Count == 0)
            yield return Candidate.Replace($"read '{call.Expression}'", 0.9, wound.Tree, list.Span, "") with { MayDrop = 2 };
        else
            yield return new Candidate($"index '{call.Expression}'", 0.9, [new CodeEdit(wound.Tree, list.OpenParenToken.Span, "["),
                new CodeEdit(wound.Tree, list.CloseParenToken.Span, "]")]) { MayDrop = 2 };
        if (wound.Id == "CS0118" || call.Expression is IdentifierNameSyntax)
            yield return Candidate.Insert($"make a new '{call.Expression}'", 1.2, wound.Tree, call.SpanStart, "new ");
    }
}
