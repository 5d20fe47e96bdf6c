using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Tako.Workspace.Senses.CSharp.Projects;
using Tako.Workspace.Senses.CSharp.Views;

namespace Tako.Workspace.Senses.CSharp.Testing;

/// <summary>Compiles the runner of a test project against the test framework that the project itself uses.</summary>
internal sealed class RunnerBuilder
{
    public const string Name = "Tako.Limb.Runner";
    private readonly Recent<byte[]> _kept = new(16);

    /// <summary>The runner's assembly; null with a reason when this framework has another shape than is known.</summary>
    public byte[]? Build(CSharpProject project, CancellationToken cancellationToken, out string why)
    {
        why = "";
        var source = RunnerSource.Of(project.Tests);
        if (source is null)
        {
            why = $"The tests of {project} are for a framework that only its own tools can run.";
            return null;
        }

        var key = $"{project.Tests}\n{string.Join('\n', project.References)}";
        lock (_kept)
        {
            if (_kept.Find(key) is { } known)
                return known;
        }

        var trees = new[] { RunnerSource.Records, source }
            .Select(text => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.CSharp10),
                cancellationToken: cancellationToken))
            .ToList();
        // The first part's usings serve the other part as well.
        var usings = ((CompilationUnitSyntax)trees[0].GetRoot(cancellationToken)).Usings;
        trees[1] = CSharpSyntaxTree.Create(((CompilationUnitSyntax)trees[1].GetRoot(cancellationToken)).WithUsings(usings),
            new CSharpParseOptions(LanguageVersion.CSharp10), encoding: System.Text.Encoding.UTF8);
        var compilation = CSharpCompilation.Create(Name, trees,
            project.References.Concat(RuntimeOnly(project)).Select(ReferenceCache.Of).OfType<MetadataReference>(),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, optimizationLevel: OptimizationLevel.Release));
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream, cancellationToken: cancellationToken);
        if (!result.Success)
        {
            var first = result.Diagnostics.First(found => found.Severity == DiagnosticSeverity.Error);
            why = $"The test framework of {project} has another shape than is known: "
                + first.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
            return null;
        }

        lock (_kept)
            return _kept.Find(key, stream.ToArray());
    }

    // Parts of a framework that its users do not compile against, but its runners do.
    private static IEnumerable<string> RuntimeOnly(CSharpProject project)
    {
        foreach (var package in project.Packages?.Packages ?? [])
        {
            if (package.Compile.Count > 0 || !package.Name.StartsWith("xunit", StringComparison.OrdinalIgnoreCase))
                continue;
            foreach (var asset in package.Runtime)
            {
                if (project.Packages!.Find(package, asset) is { } path)
                    yield return path;
            }
        }
    }
}
