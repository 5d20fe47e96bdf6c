using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Types;

/// <summary>More or fewer indices than the array has dimensions.</summary>
internal sealed class Indices : ICodeRepair
{
    public string Name => "csharp.indices";

    public bool Takes(string id) => id is "CS0022";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        if (wound.Up<ElementAccessExpressionSyntax>() is not { ArgumentList: { Arguments: { Count: > 0 } indices } list } access
            || wound.TypeOf(access.Expression) is not IArrayTypeSymbol array)
            yield break;
        if (indices.Count > array.Rank && Depth(array) == indices.Count && array.Rank == 1)
            yield return new Candidate("index one array after the other", 0.7, [.. list.Arguments.GetSeparators().Select((comma, at) =>
                new CodeEdit(wound.Tree, TextSpan.FromBounds(comma.SpanStart, indices[at + 1].SpanStart), "]["))]) { MayDrop =
                    indices.Count };
        else if (indices.Count > array.Rank)
        {
            foreach (var candidate in Drop(wound, list, array.Rank))
                yield return candidate;
        }
        else
        {
            foreach (var index in Loops(access).Where(name => indices.All(each => each.ToString() != name)).Append("0").Take(3))
                yield return Candidate.Insert($"index with '{index}' as well", index == "0" ? 1.6 : 1, wound.Tree,
                    indices[^1].Span.End, $", {index}");
            // [i][j] on a rectangular array.
            if (access.Parent is ElementAccessExpressionSyntax { ArgumentList.Arguments: [_] } outer && array.Rank == 2
                && indices.Count == 1)
                yield return Candidate.Replace("index with both at once", 0.7, wound.Tree,
                    TextSpan.FromBounds(list.CloseBracketToken.SpanStart, outer.ArgumentList.OpenBracketToken.Span.End),
                        ", ") with { MayDrop = 2 };
        }
    }

    // An index that varies says more than a constant, and of equals the first.
    private static IEnumerable<Candidate> Drop(Wound wound, BracketedArgumentListSyntax list, int rank)
    {
        var indices = list.Arguments;
        var constant = indices.Select(each => wound.Model.GetConstantValue(each.Expression, wound.CancellationToken).HasValue).ToList();
        var cost = 0.9;
        var orders = new List<List<int>> { Enumerable.Range(0, indices.Count)
            .OrderBy(at => constant[at] ? indices[at].ToString().TrimStart().StartsWith('-') ? 2 : 1 : 0).Take(rank)
            .Order().ToList() };
        for (var start = 0; start + rank <= indices.Count; start++)
            orders.Add([.. Enumerable.Range(start, rank)]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var kept in orders)
        {
            var text = string.Join(", ", kept.Select(at => indices[at].ToString()));
            if (!seen.Add(text))
                continue;
            yield return Keep(wound, list, kept, text, cost);
            cost += 0.4;
        }
    }

    private static Candidate Keep(Wound wound, BracketedArgumentListSyntax list, List<int> kept, string text, double cost)
    {
        var first = list.Arguments[kept[0]];
        var last = list.Arguments[kept[^1]];
        List<CodeEdit> edits = [];
        if (first.SpanStart > list.Arguments[0].SpanStart)
            edits.Add(new CodeEdit(wound.Tree, TextSpan.FromBounds(list.Arguments[0].SpanStart, first.SpanStart), ""));
        if (last.Span.End < list.Arguments[^1].Span.End)
            edits.Add(new CodeEdit(wound.Tree, TextSpan.FromBounds(last.Span.End, list.Arguments[^1].Span.End), ""));
        return new Candidate($"index with '{text}' alone", cost, edits) { MayDrop = list.DescendantTokens().Count() };
    }

    private static int Depth(ITypeSymbol type) => type is IArrayTypeSymbol array ? array.Rank + Depth(array.ElementType) : 0;

    private static IEnumerable<string> Loops(SyntaxNode node) => node.Ancestors().OfType<ForStatementSyntax>()
        .SelectMany(loop => loop.Declaration?.Variables.Select(variable => variable.Identifier.ValueText)
            ?? loop.Initializers.OfType<AssignmentExpressionSyntax>().Select(each => each.Left.ToString()));
}
