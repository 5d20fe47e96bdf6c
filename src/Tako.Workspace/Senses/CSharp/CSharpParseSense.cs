using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Tako.Workspace.Overlay;
using Tako.Workspace.Senses.CSharp.Diagnosing;
using Tako.Workspace.Senses.CSharp.Views;
using Tako.Workspace.Senses.Ladder;

namespace Tako.Workspace.Senses.CSharp;

/// <summary>Feels syntax errors in changed C# files that were not there when the limb began.</summary>
public sealed class CSharpParseSense(CSharpWorkspace workspace) : ISense
{
    private const int MostPains = 50;

    // Files that belong to no project are taken as the newest language has them, directives of file-based programs included.
    private static readonly CSharpParseOptions Loose = new CSharpParseOptions(LanguageVersion.Preview)
        .WithFeatures([KeyValuePair.Create("FileBasedProgram", "true")]);

    private readonly Recent<IReadOnlyList<Diagnostic>> _known = new(256);

    public string Rung => "parse";

    public async ValueTask<Feeling> FeelAsync(Shadow shadow, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(shadow);
        var files = ShadowDelta.Between(workspace.Start, shadow)
            .Where(file => file.Value is not null && file.Key.EndsWith(".cs", StringComparison.Ordinal)
                && !RepositoryListing.LiesInOutput(file.Key))
            .ToList();
        if (files.Count == 0)
            return new Feeling.Numb("No C# file is changed.");
        var projects = (await workspace.ViewAsync(shadow, cancellationToken)).Projects;
        var pains = new List<Pain>();
        foreach (var (name, hash) in files)
        {
            if (!RepoPath.TryParse(name, out var path, out _) || shadow.Read(path) is not { } content)
                continue;
            var project = projects.FirstOrDefault(view => view.Project.Sources.Holds(name));
            // A project's own patterns leave the file out: a template, or an input of a test.
            if (project is null && projects.Any(view => view.Project.Sources.SpeaksOf(name)))
                continue;
            var options = project?.Project.Parsing is { } own && project.Project.Target is not null ? own : Loose;
            var errors = project is not null && project.Trees.TryGetValue(name, out var tree) ? ErrorsOf(tree)
                : Errors(name, hash!, options, content);
            if (errors.Count == 0)
                continue;
            var before = workspace.Start.Read(path) is { } old ? Errors(name, ContentHash.Of(old.Span), options, old) : [];
            pains.AddRange(New(errors, before).Select(error => DiagnosticPains.Of(error, Rung, shadow.Hash)));
        }

        return pains.Count == 0 ? new Feeling.Well() : new Feeling.Hurt([.. pains.Take(MostPains)]);
    }

    private IReadOnlyList<Diagnostic> Errors(string name, string hash, CSharpParseOptions options, ReadOnlyMemory<byte> content)
    {
        var key = $"{name}\n{hash}\n{options.LanguageVersion}\n{string.Join(';', options.PreprocessorSymbolNames)}";
        lock (_known)
            return _known.Find(key) ?? _known.Find(key, ErrorsOf(SourceTrees.Parse(name, options, content, CancellationToken.None)));
    }

    private static List<Diagnostic> ErrorsOf(SyntaxTree tree) =>
        [.. tree.GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error)];

    private static IEnumerable<Diagnostic> New(IReadOnlyList<Diagnostic> errors, IReadOnlyList<Diagnostic> before)
    {
        var known = before.CountBy(ErrorKeys.KeyOf).ToDictionary(StringComparer.Ordinal);
        foreach (var error in errors)
        {
            var key = ErrorKeys.KeyOf(error);
            if (known.TryGetValue(key, out var left) && left > 0)
                known[key] = left - 1;
            else
                yield return error;
        }
    }
}
