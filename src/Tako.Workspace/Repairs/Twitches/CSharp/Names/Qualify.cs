using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Names;

/// <summary>A member of another type that is named without the type, and a member of a type named where a thing of it stands
/// ready.</summary>
internal sealed class Qualify : ICodeRepair
{
    private static readonly string[] Common = ["System.Console", "System.Math", "System.String", "System.Int32",
        "System.Convert", "System.Environment", "System.IO.File"];

    public string Name => "csharp.qualify";

    public bool Takes(string id) => id is "CS0103";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        if (wound.Node is not SimpleNameSyntax name || name.Parent is MemberAccessExpressionSyntax access && access.Name == name)
            yield break;
        var text = name.Identifier.ValueText;
        var cost = 1.0;
        foreach (var member in wound.Compilation.GetSymbolsWithName(text, SymbolFilter.Member)
            .Where(each => each.ContainingType is { } && each.CanBeReferencedByName).Take(4))
        {
            if (member.IsStatic && wound.Compilation.IsSymbolAccessibleWithin(member, wound.Compilation.Assembly))
                yield return Put(wound, name, wound.Write(member.ContainingType), cost += 0.1);
            foreach (var ready in wound.Model.LookupSymbols(name.SpanStart).Where(each => !member.IsStatic && TypeOf(each) is { } type
                && SymbolEqualityComparer.Default.Equals(type, member.ContainingType)).Take(2))
                yield return Put(wound, name, ready.Name, cost += 0.1);
        }

        foreach (var type in Common.Select(wound.Compilation.GetTypeByMetadataName).OfType<INamedTypeSymbol>()
            .Where(type => type.GetMembers(text).Any(each => each is { IsStatic: true, DeclaredAccessibility: Accessibility.Public })))
            yield return Put(wound, name, wound.Write(type), cost += 0.1);
    }

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };

    private static Candidate Put(Wound wound, SimpleNameSyntax name, string owner, double cost) =>
        Candidate.Insert($"'{owner}.{name}' instead of '{name}'", cost, wound.Tree, name.SpanStart, owner + ".");
}
