using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Types;

/// <summary>An argument that was left out, where something of the parameter's name or type stands ready.</summary>
internal sealed class MissingArgument : ICodeRepair
{
    public string Name => "csharp.missing-argument";

    public bool Takes(string id) => id is "CS7036" or "CS1501" or "CS1729";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        var list = wound.Node.AncestorsAndSelf().Select(node => node switch
        {
            InvocationExpressionSyntax call => call.ArgumentList,
            BaseObjectCreationExpressionSyntax made => made.ArgumentList,
            ConstructorInitializerSyntax initializer => initializer.ArgumentList,
            _ => null,
        }).FirstOrDefault(each => each is not null);
        if (list?.Parent is not { } owner)
            yield break;
        var info = wound.Model.GetSymbolInfo(owner, wound.CancellationToken);
        foreach (var method in new[] { info.Symbol }.Concat(info.CandidateSymbols).OfType<IMethodSymbol>()
            .Where(each => each.Parameters.Length == list.Arguments.Count + 1).Take(3))
        {
            for (var at = 0; at < method.Parameters.Length; at++)
            {
                var parameter = method.Parameters[at];
                foreach (var (name, cost) in Ready(wound, list, parameter))
                {
                    var text = at < list.Arguments.Count ? name + ", " : list.Arguments.Count == 0 ? name : ", " + name;
                    var place = at < list.Arguments.Count ? list.Arguments[at].SpanStart : list.CloseParenToken.SpanStart;
                    yield return Candidate.Insert($"pass '{name}' for '{parameter.Name}'", cost, wound.Tree, place, text);
                }
            }
        }
    }

    private static IEnumerable<(string, double)> Ready(Wound wound, ArgumentListSyntax list, IParameterSymbol parameter)
    {
        var given = list.Arguments.Select(each => each.Expression.ToString()).ToHashSet(StringComparer.Ordinal);
        foreach (var symbol in wound.Model.LookupSymbols(list.SpanStart))
        {
            var type = symbol switch
            {
                ILocalSymbol local when local.DeclaringSyntaxReferences[0].Span.End < list.SpanStart => local.Type,
                IParameterSymbol own => own.Type,
                IFieldSymbol { IsImplicitlyDeclared: false, DeclaringSyntaxReferences.Length: > 0 } field => field.Type,
                IPropertySymbol { DeclaringSyntaxReferences.Length: > 0 } property => property.Type,
                _ => null,
            };
            if (type is null || given.Contains(symbol.Name) || !wound.Converts(type, parameter.Type))
                continue;
            if (symbol.Name.TrimStart('_').Equals(parameter.Name, StringComparison.OrdinalIgnoreCase))
                yield return (symbol.Name, 1);
            else if (symbol is ILocalSymbol or IParameterSymbol && SymbolEqualityComparer.Default.Equals(type, parameter.Type))
                yield return (symbol.Name, 2);
        }
    }
}
