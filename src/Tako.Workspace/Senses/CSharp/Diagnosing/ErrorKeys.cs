using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Tako.Workspace.Senses.CSharp.Diagnosing;

/// <summary>Errors of single files, worked out once for each compilation, and what makes two errors the same.</summary>
internal static class ErrorKeys
{
    // What a member or a type that is missing causes, be it one that a generator would have made.
    private static readonly FrozenSet<string> OfMissing = FrozenSet.Create(StringComparer.Ordinal,
        "CS0012", "CS0019", "CS0029", "CS0030", "CS0103", "CS0115", "CS0117", "CS0119", "CS0120", "CS0122", "CS0200", "CS0234", "CS0246",
        "CS0266", "CS0305", "CS0308", "CS0311", "CS0314", "CS0315", "CS0400", "CS0411", "CS0426", "CS0432", "CS0433", "CS0508", "CS0518",
        "CS0534", "CS0535", "CS0539", "CS0540", "CS0616", "CS0619", "CS0738", "CS0751", "CS0754", "CS0759", "CS1061", "CS1069", "CS1070",
        "CS1501", "CS1503", "CS1579", "CS1674", "CS1705", "CS1729", "CS1739", "CS1929", "CS1955", "CS5001", "CS7036",
            "CS7069", "CS8129", "CS8179",
        "CS8410", "CS8411", "CS8415", "CS8795", "CS9248", "CS9256", "CS9276");

    // What a name causes that is not known at all.
    private static readonly FrozenSet<string> OfUnseen = FrozenSet.Create(StringComparer.Ordinal,
        "CS0012", "CS0103", "CS0117", "CS0234", "CS0246", "CS0400", "CS0426", "CS0518", "CS1061", "CS1069", "CS1070", "CS8795");

    private static readonly ConditionalWeakTable<CSharpCompilation, Dictionary<SyntaxTree, ImmutableArray<Diagnostic>>> Known = [];

    public static bool IsOfMissing(Diagnostic error) => OfMissing.Contains(error.Id);

    public static bool IsOfUnseen(Diagnostic error) => OfUnseen.Contains(error.Id);

    /// <summary>Equal for one fault at two places.</summary>
    public static string KeyOf(Diagnostic error) => $"{error.Id} {error.GetMessage(CultureInfo.InvariantCulture)}";

    /// <summary>Syntax, declaration and body errors of one file.</summary>
    public static ImmutableArray<Diagnostic> Of(CSharpCompilation compilation, SyntaxTree tree, CancellationToken cancellationToken)
    {
        var ofTrees = Known.GetValue(compilation, _ => []);
        lock (ofTrees)
        {
            if (ofTrees.TryGetValue(tree, out var known))
                return known;
        }

        var errors = compilation.GetSemanticModel(tree).GetDiagnostics(cancellationToken: cancellationToken)
            .Where(found => found.Severity == DiagnosticSeverity.Error && !found.IsSuppressed && found.Location.IsInSource)
            .ToImmutableArray();
        lock (ofTrees)
            return ofTrees[tree] = errors;
    }
}
