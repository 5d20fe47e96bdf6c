using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Types;

/// <summary>A thing that is walked through or indexed, though only the one collection inside of it can be.</summary>
internal sealed class InnerMember : ICodeRepair
{
    public string Name => "csharp.inner-member";

    public bool Takes(string id) => id is "CS1579" or "CS0021";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        var of = wound.Id == "CS1579" ? wound.Up<CommonForEachStatementSyntax>()?.Expression
            : wound.Up<ElementAccessExpressionSyntax>()?.Expression;
        if (of is null || wound.TypeOf(of) is not INamedTypeSymbol { DeclaringSyntaxReferences.Length: > 0 } type)
            yield break;
        var inside = type.GetMembers().Where(member => !member.IsStatic && !member.IsImplicitlyDeclared
            && wound.Compilation.IsSymbolAccessibleWithin(member, wound.Compilation.Assembly)
            && Holds(wound, member switch
            {
                IFieldSymbol field => field.Type,
                IPropertySymbol { Parameters.Length: 0 } property => property.Type,
                _ => null,
            })).ToList();
        if (inside is [var only])
            yield return Candidate.Insert($"look into '{only.Name}'", 1, wound.Tree, of.Span.End, "." + only.Name);
    }

    private static bool Holds(Wound wound, ITypeSymbol? type) => type is IArrayTypeSymbol
        || type is INamedTypeSymbol { SpecialType: not SpecialType.System_String } named && named.AllInterfaces.Append(named)
            .Any(each => each.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)
        && wound.Id is "CS1579" or "CS0021" && type is not null && !Plain.IsNumber(type) && type.SpecialType == SpecialType.None;
}
