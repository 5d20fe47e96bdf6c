using Tako.Workspace.Overlay;
using Tako.Workspace.Senses.CSharp.Diagnosing;
using Tako.Workspace.Senses.CSharp.Views;
using Tako.Workspace.Senses.Ladder;

namespace Tako.Workspace.Senses.CSharp;

/// <summary>
/// Feels errors that the C# compiler finds now and did not find when the limb began, in the changed files and in the files that
/// depend on them, in whatever project they lie. What it is not sure of, it does not tell.
/// </summary>
public sealed class CSharpSense(CSharpWorkspace workspace) : ISense
{
    public string Rung => "semantics";

    public async ValueTask<Feeling> FeelAsync(Shadow shadow, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(shadow);
        var files = ShadowDelta.Between(workspace.Start, shadow).Keys.Where(Matters).ToList();
        if (files.Count == 0)
            return new Feeling.Numb("No C# file is changed.");
        var now = await workspace.ViewAsync(shadow, cancellationToken);
        if (now.Why is { } why)
            return new Feeling.Numb(why);
        var before = await workspace.ViewOfStartAsync(cancellationToken);
        var comparison = await Task.Run(() => NewErrors.Find(before, now, files, cancellationToken), cancellationToken);
        if (comparison.Errors.Count > 0)
            return new Feeling.Hurt(DiagnosticPains.Of(comparison.Errors, shadow.Hash));
        if (comparison.Unknown.Count > 0)
            return new Feeling.Numb(string.Join(" ", comparison.Unknown.Distinct(StringComparer.Ordinal).Take(3)));
        return files.FirstOrDefault(file => file.EndsWith(".cs", StringComparison.Ordinal) && !IsCompiled(file, before)
            && !IsCompiled(file, now)) is { } other
            ? new Feeling.Numb($"{other} belongs to no project that is compiled in memory.")
            : new Feeling.Well();
    }

    private static bool Matters(string file) => !RepositoryListing.LiesInOutput(file)
        && (file.EndsWith(".cs", StringComparison.Ordinal) || RepositoryListing.IsManifest(file));

    private static bool IsCompiled(string file, WorkspaceView view) => view.Projects.Any(project => project.Trees.ContainsKey(file));
}
