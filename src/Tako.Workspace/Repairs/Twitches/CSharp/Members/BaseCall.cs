using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Members;

/// <summary>A constructor whose base wants arguments: its own parameters of those names are handed on.</summary>
internal sealed class BaseCall : ICodeRepair
{
    public string Name => "csharp.base-call";

    public bool Takes(string id) => id is "CS7036" or "CS1729";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        if (wound.Up<ConstructorDeclarationSyntax>() is not { Initializer: null } made || !made.Identifier.Span.Contains(wound.Span)
            || wound.Model.GetDeclaredSymbol(made, wound.CancellationToken) is not { ContainingType.BaseType: { } parent } own)
            yield break;
        foreach (var other in parent.InstanceConstructors.Where(each => each.DeclaredAccessibility != Accessibility.Private)
            .OrderByDescending(each => each.Parameters.Length))
        {
            var given = other.Parameters.Select(wanted => own.Parameters.FirstOrDefault(each => wound.Converts(each.Type, wanted.Type)
                && each.Name.Equals(wanted.Name, StringComparison.OrdinalIgnoreCase))).ToList();
            if (given.Count > 0 && given.All(each => each is not null))
                yield return Candidate.Insert($"hand on to '{parent.Name}'", 1, wound.Tree, made.ParameterList.Span.End,
                    $" : base({string.Join(", ", given.Select(each => each!.Name))})");
        }
    }
}
