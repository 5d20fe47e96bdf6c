using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Types;

/// <summary>An accessor that is called by the name that it has inside: the property is read or written.</summary>
internal sealed class AccessorCall : ICodeRepair
{
    public string Name => "csharp.accessor-call";

    public bool Takes(string id) => id is "CS0571" or "CS0070";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        if (wound.Id == "CS0070")
        {
            if (wound.Up<AssignmentExpressionSyntax>() is { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } set)
                yield return Candidate.Replace("add the handler with '+='", 0.8, wound.Tree, set.OperatorToken.Span, "+=");
            yield break;
        }

        if (wound.Up<InvocationExpressionSyntax>() is not
            { Expression: MemberAccessExpressionSyntax access, ArgumentList.Arguments: var given } call
            || access.Name.Identifier.ValueText.Split('_', 2) is not [var kind, var name])
            yield break;
        var owner = access.Expression.ToString();
        var text = (kind, name, given.Count) switch
        {
            ("get", "Item", > 0) => $"{owner}[{given}]",
            ("set", "Item", > 1) => $"{owner}[{string.Join(", ", given.Take(given.Count - 1))}] = {given[^1]}",
            ("get", _, 0) => $"{owner}.{name}",
            ("set", _, 1) => $"{owner}.{name} = {given[0]}",
            ("add", _, 1) => $"{owner}.{name} += {given[0]}",
            ("remove", _, 1) => $"{owner}.{name} -= {given[0]}",
            _ => null,
        };
        if (text is not null)
            yield return Candidate.Replace($"write '{text}'", 0.8, wound.Tree, call.Span, text) with { MayDrop = 5 };
    }
}
