using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Types;

/// <summary>Named arguments: one without its name behind one that has it, and one name given twice.</summary>
internal sealed class ArgumentName : ICodeRepair
{
    public string Name => "csharp.argument-name";

    public bool Takes(string id) => id is "CS8323" or "CS1738" or "CS1744" or "CS1740" or "CS7036";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        var list = wound.Up<ArgumentListSyntax>() ?? wound.Node.AncestorsAndSelf().Select(node => node switch
        {
            InvocationExpressionSyntax call => call.ArgumentList,
            BaseObjectCreationExpressionSyntax made => made.ArgumentList,
            _ => null,
        }).FirstOrDefault(each => each is not null);
        if (list?.Parent is not { } owner || !list.Arguments.Any(each => each.NameColon is not null))
            yield break;
        var info = wound.Model.GetSymbolInfo(owner, wound.CancellationToken);
        foreach (var method in new[] { info.Symbol }.Concat(info.CandidateSymbols).OfType<IMethodSymbol>()
            .Where(each => each.Parameters.Length == list.Arguments.Count).Take(3))
        {
            if (For(wound, list, method) is { } candidate)
                yield return candidate;
        }
    }

    // Sure only where one argument stands against one parameter.
    private static Candidate? For(Wound wound, ArgumentListSyntax list, IMethodSymbol method)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var open = new List<ArgumentSyntax>();
        var named = false;
        for (var at = 0; at < list.Arguments.Count; at++)
        {
            var argument = list.Arguments[at];
            var name = argument.NameColon?.Name.Identifier.ValueText ?? (named ? null : method.Parameters[at].Name);
            named |= argument.NameColon is not null && name != method.Parameters[at].Name;
            if (name is null || !taken.Add(name))
                open.Add(argument);
        }

        var left = method.Parameters.Where(each => !taken.Contains(each.Name)).ToList();
        if (open is not [var one] || left is not [var parameter])
            return null;
        return one.NameColon is { } wrong
            ? Candidate.Replace($"'{parameter.Name}' instead of '{wrong.Name}'", 0.8, wound.Tree, wrong.Name.Span, parameter.Name)
            : Candidate.Insert($"name the argument '{parameter.Name}'", 0.8, wound.Tree, one.SpanStart, parameter.Name + ": ");
    }
}
