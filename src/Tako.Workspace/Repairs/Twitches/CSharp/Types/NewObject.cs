using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Types;

/// <summary>A type that is called like a method: <c>new</c> was forgotten.</summary>
internal sealed class NewObject : ICodeRepair
{
    private static readonly Dictionary<string, string> Makers = new(StringComparer.Ordinal)
    {
        ["IList"] = "List", ["ICollection"] = "List", ["IEnumerable"] = "List", ["IReadOnlyList"] = "List", ["IDictionary"] =
            "Dictionary", ["ISet"] = "HashSet",
    };

    public string Name => "csharp.new-object";

    public bool Takes(string id) => id is "CS1955" or "CS0119" or "CS0118" or "CS0103" or "CS0144" or "CS0029";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        if (wound.Id == "CS0144" && wound.Up<ObjectCreationExpressionSyntax>()?.Type is SimpleNameSyntax made
            && Makers.TryGetValue(made.Identifier.ValueText, out var maker))
            yield return Candidate.Replace($"make a '{maker}'", 0.8, wound.Tree, made.Identifier.Span, maker);
        if (wound.Up<InvocationExpressionSyntax>() is { Expression: SimpleNameSyntax name } call
            && call.Expression.Span.Contains(wound.Span)
            && wound.Model.LookupNamespacesAndTypes(name.SpanStart, name: name.Identifier.ValueText).Length > 0)
            yield return Candidate.Insert($"make a new '{name}'", 0.8, wound.Tree, name.SpanStart, "new ");
    }
}
