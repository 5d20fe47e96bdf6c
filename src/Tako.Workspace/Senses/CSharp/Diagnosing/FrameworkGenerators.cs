using System.Collections.Frozen;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Tako.Workspace.Senses.CSharp.Surfaces;
using Tako.Workspace.Senses.CSharp.Views;

namespace Tako.Workspace.Senses.CSharp.Diagnosing;

/// <summary>Errors that are none in a build, because a generator of the framework fills in what a declaration leaves open.</summary>
internal static class FrameworkGenerators
{
    private const string SerializerContext = "JsonSerializerContext";

    // A partial method or property without its other part.
    private static readonly FrozenSet<string> OpenParts = FrozenSet.Create(StringComparer.Ordinal, "CS8795", "CS9248");

    private static readonly FrozenSet<string> OfContexts = FrozenSet.Create(StringComparer.Ordinal,
        "CS0117", "CS0534", "CS1061", "CS1729", "CS7036");

    private static readonly string[] Fillers = ["GeneratedRegex", "LoggerMessage", "LibraryImport"];

    public static IReadOnlySet<Diagnostic> Filled(ProjectView view, IReadOnlyList<Diagnostic> errors, CancellationToken cancellationToken)
    {
        var filled = new HashSet<Diagnostic>();
        var contexts = new Lazy<List<string>>(() => [.. view.References.Append(view).SelectMany(one => one.Trees.Values)
            .SelectMany(tree => SurfaceReader.Of(tree, cancellationToken).Types)
            .Where(type => type.Bases.Contains(SerializerContext)).Select(type => $"{type.Type}'").Append($"{SerializerContext}.")]);
        foreach (var error in errors)
        {
            if (OpenParts.Contains(error.Id)
                && SurfaceReader.Of(error.Location.SourceTree!, cancellationToken) is var surface && Fillers.Any(surface.Names))
                filled.Add(error);
            else if (OfContexts.Contains(error.Id) && error.GetMessage(CultureInfo.InvariantCulture) is var message
                && contexts.Value.Any(context => message.Contains(context, StringComparison.Ordinal)))
                filled.Add(error);
        }

        return filled;
    }
}
