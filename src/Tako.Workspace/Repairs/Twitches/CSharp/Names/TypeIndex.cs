using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Names;

/// <summary>Where types of a name are declared, among everything that a compilation can reach.</summary>
internal static class TypeIndex
{
    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<IAssemblySymbol, IReadOnlyDictionary<string,
        List<INamedTypeSymbol>>> Known = [];

    public static IEnumerable<INamedTypeSymbol> Named(CSharpCompilation compilation, string name, int arity)
    {
        // Metadata calls List<T> "List`1".
        var written = arity == 0 ? name : $"{name}`{arity}";
        foreach (var own in compilation.GetSymbolsWithName(name, SymbolFilter.Type).OfType<INamedTypeSymbol>()
            .Where(type => type.ContainingType is null))
            yield return own;
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols.Where(assembly =>
            assembly.TypeNames.Contains(name) || assembly.TypeNames.Contains(written)))
        {
            foreach (var type in Known.GetValue(assembly, Read).GetValueOrDefault(name) ?? [])
                yield return type;
        }
    }

    /// <summary>Namespaces with an extension method of the name that takes the type.</summary>
    public static IEnumerable<string> Extensions(CSharpCompilation compilation, string method, ITypeSymbol receiver)
    {
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols.Append(compilation.Assembly)
            .Where(each => each.MightContainExtensionMethods))
        {
            var types = ReferenceEquals(assembly, compilation.Assembly) ? Read(assembly) : Known.GetValue(assembly, Read);
            foreach (var type in types.Values.SelectMany(each => each).Where(each => each.MightContainExtensionMethods))
            {
                if (type.GetMembers(method).OfType<IMethodSymbol>().Any(each => each.IsExtensionMethod
                    && each.ReduceExtensionMethod(receiver) is not null))
                    yield return type.ContainingNamespace.ToDisplayString();
            }
        }
    }

    private static Dictionary<string, List<INamedTypeSymbol>> Read(IAssemblySymbol assembly)
    {
        var found = new Dictionary<string, List<INamedTypeSymbol>>(StringComparer.Ordinal);
        var open = new Stack<INamespaceSymbol>([assembly.GlobalNamespace]);
        while (open.TryPop(out var space))
        {
            foreach (var inner in space.GetNamespaceMembers())
                open.Push(inner);
            foreach (var type in space.GetTypeMembers().Where(type => type.DeclaredAccessibility == Accessibility.Public
                || type.Locations.Any(each => each.IsInSource)))
            {
                if (!found.TryGetValue(type.Name, out var same))
                    found[type.Name] = same = [];
                same.Add(type);
            }
        }

        return found;
    }
}
