using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Members;

/// <summary>A member that is to fulfil another one of a base or an interface, with another type or a name that is nearly right.</summary>
internal sealed class Inherited : ICodeRepair
{
    public string Name => "csharp.inherited";

    public bool Takes(string id) => id is "CS0508" or "CS1715" or "CS0738" or "CS0535";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        if (wound.Id is "CS0508" or "CS1715")
        {
            var (wanted, written) = wound.Model.GetDeclaredSymbol(wound.Node, wound.CancellationToken) switch
            {
                IMethodSymbol { OverriddenMethod: { } method } =>
                    (method.ReturnType, (wound.Node as MethodDeclarationSyntax)?.ReturnType),
                IPropertySymbol { OverriddenProperty: { } property } =>
                    (property.Type, (wound.Node as BasePropertyDeclarationSyntax)?.Type),
                _ => (null, null),
            };
            if (wanted is not null && written is not null)
                yield return Retype(wound, written, wanted);
            yield break;
        }

        if (wound.Up<TypeDeclarationSyntax>() is not { } type
            || wound.Model.GetDeclaredSymbol(type, wound.CancellationToken) is not INamedTypeSymbol own)
            yield break;
        foreach (var asked in own.AllInterfaces.SelectMany(each => each.GetMembers())
            .Where(member => own.FindImplementationForInterfaceMember(member) is null))
        {
            foreach (var member in type.Members.OfType<MethodDeclarationSyntax>())
            {
                if (asked is not IMethodSymbol { MethodKind: MethodKind.Ordinary } method
                    || method.Parameters.Length != member.ParameterList.Parameters.Count)
                    continue;
                if (wound.Id == "CS0738" && member.Identifier.ValueText == method.Name)
                    yield return Retype(wound, member.ReturnType, method.ReturnType);
                if (wound.Id == "CS0535" && Nearness.Of(member.Identifier.ValueText, method.Name) is { } distance)
                    yield return Rename(wound, member.Identifier, method.Name, distance);
            }

            foreach (var member in type.Members.OfType<PropertyDeclarationSyntax>())
            {
                if (asked is not IPropertySymbol property)
                    continue;
                if (wound.Id == "CS0738" && member.Identifier.ValueText == property.Name)
                    yield return Retype(wound, member.Type, property.Type);
                if (wound.Id == "CS0535" && Nearness.Of(member.Identifier.ValueText, property.Name) is { } distance)
                    yield return Rename(wound, member.Identifier, property.Name, distance);
            }
        }
    }

    private static Candidate Retype(Wound wound, TypeSyntax written, ITypeSymbol wanted) =>
        Candidate.Replace($"let it be of type '{wound.Write(wanted, written.SpanStart)}'", 1, wound.Tree, written.Span,
            wound.Write(wanted, written.SpanStart)) with { MayDrop = written.DescendantTokens().Count() };

    private static Candidate Rename(Wound wound, SyntaxToken name, string wanted, double distance) =>
        Candidate.Replace($"call it '{wanted}'", 0.8 + distance * 0.3, wound.Tree, name.Span, wanted) with { Reaches = name.ValueText };
}
