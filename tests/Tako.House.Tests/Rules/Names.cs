using Microsoft.CodeAnalysis;

namespace Tako.House.Tests.Rules;

/// <summary>Names say what a thing is, and an interface has two implementations or stands at a package's border.</summary>
internal static class Names
{
    private static readonly string[] Empty =
        ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Service", "Impl", "Data", "Info"];

    public static IEnumerable<Finding> Check(Codebase code)
    {
        foreach (var type in code.Types("src", "tests", "bench"))
        {
            if (Empty.FirstOrDefault(ending => type.Name.EndsWith(ending, StringComparison.Ordinal)) is { } said)
                yield return new Finding(code.FileOf(type)!.Path,
                    $"{type.Name} ends in {said}, which says nothing; name what it is");
        }

        var implementations = code.Types("src", "tests", "samples")
            .Where(type => type is { TypeKind: not TypeKind.Interface, IsAbstract: false })
            .SelectMany(type => type.AllInterfaces.Select(face => (Face: face.OriginalDefinition, Type: type)))
            .ToLookup(pair => pair.Face, pair => pair.Type, SymbolEqualityComparer.Default);
        foreach (var face in code.Types("src").Where(type => type.TypeKind == TypeKind.Interface))
        {
            var made = implementations[face].Select(type => type.Name).ToList();
            if (made.Count >= 2 || code.Allowed.PackageBorderInterfaces.ContainsKey(face.ToDisplayString()))
                continue;
            var count = made.Count == 0 ? "no implementation" : $"the one implementation {made[0]}";
            yield return new Finding(code.FileOf(face)!.Path, $"{face.Name} has {count}; do without it");
        }
    }
}
