using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tako.House.Tests.Rules;

/// <summary>A public type is used outside its own file; what only users of a package name is on the list, and tested.</summary>
internal static class UsedTypes
{
    public static IEnumerable<Finding> Check(Codebase code)
    {
        var met = new HashSet<string>();
        foreach (var type in code.Types("src").Where(type => IsPublic(type) && type.Name.Length > 0))
        {
            // A member of a closed family stands or falls with being made; the family's own file may do that.
            var home = code.FileOf(type)!;
            var users = code.Uses(type).Where(use => !DeclaredIn(type, use.File)).Select(use => use.File)
                .Concat(code.Unresolved(type.Name).Where(file => file != home)).ToList();
            // What Tako.Testing offers is for tests.
            if (users.Any(file => file.Under("src", "samples") || (home.Project == "Tako.Testing" && file.Under("tests", "bench"))))
                continue;
            var name = type.ToDisplayString();
            if (code.Allowed.PackageBorderTypes.ContainsKey(name))
            {
                met.Add(name);
                if (users.Any(file => file.Under("tests")))
                    continue;
                yield return new Finding(home.Path, $"{name} is on the list of package borders, but no test uses it");
                continue;
            }

            if (type.ContainingType is { } family && IsFamilyMember(type) && code.Uses(type).Any(use => !Inside(use, type)))
                continue;
            var only = users.Count > 0 ? $" (only {users[0].Path} does)" : "";
            yield return new Finding(home.Path,
                $"public {name} is used by nothing outside its file{only}; use it, make it internal, or delete it");
        }

        foreach (var stale in code.Allowed.PackageBorderTypes.Keys.Except(met))
            yield return new Finding("Allowed.cs", $"{stale} needs no exception any more");
    }

    internal static bool IsPublic(INamedTypeSymbol type)
    {
        for (var at = type; at is not null; at = at.ContainingType)
        {
            if (at.DeclaredAccessibility != Accessibility.Public)
                return false;
        }

        return true;
    }

    internal static bool IsFamilyMember(INamedTypeSymbol type)
    {
        for (var at = type.BaseType; at is not null; at = at.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(at.OriginalDefinition, type.ContainingType?.OriginalDefinition))
                return true;
        }

        return false;
    }

    private static bool DeclaredIn(INamedTypeSymbol type, SourceFile file) =>
        type.DeclaringSyntaxReferences.Any(part => part.SyntaxTree.FilePath == file.Path);

    private static bool Inside(Use use, INamedTypeSymbol type) =>
        use.Name.Ancestors().OfType<BaseTypeDeclarationSyntax>().Any(around => around.Identifier.Text == type.Name);
}
