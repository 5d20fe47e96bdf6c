using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tako.House.Tests.Rules;

/// <summary>Every option is read by some code of the product outside the type that declares it.</summary>
internal static class ReadOptions
{
    private static readonly string[] Endings = ["Options", "Config", "Limits"];

    public static IEnumerable<Finding> Check(Codebase code)
    {
        foreach (var type in code.Types("src").Where(type => Endings.Any(type.Name.EndsWith)))
        {
            foreach (var member in type.GetMembers().Where(IsOption))
            {
                var name = $"{type.Name}.{member.Name}";
                if (code.Allowed.OptionsReadElsewhere.ContainsKey(name))
                    continue;
                var read = code.Uses(member).Any(use => use.File.Under("src") && !use.Write && !Within(use, type)) ||
                    code.Unresolved(member.Name).Any(file => file.Under("src") && file != code.FileOf(type));
                if (!read)
                    yield return new Finding(code.FileOf(type)!.Path, $"option {name} is read by no code; honour it or delete it");
            }
        }
    }

    private static bool IsOption(ISymbol member) => member is
        IPropertySymbol
        {
            DeclaredAccessibility: Accessibility.Public or Accessibility.Internal, IsImplicitlyDeclared: false, IsStatic: false,
        } or
        IFieldSymbol { IsConst: true, DeclaredAccessibility: Accessibility.Public or Accessibility.Internal };

    /// <summary>Checking an option is not honouring it; but a computed property of the type may be how others read it.</summary>
    private static bool Within(Use use, INamedTypeSymbol type) =>
        use.Name.FirstAncestorOrSelf<BaseTypeDeclarationSyntax>() is { } around && around.Identifier.Text == type.Name &&
        use.Name.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not PropertyDeclarationSyntax;
}
