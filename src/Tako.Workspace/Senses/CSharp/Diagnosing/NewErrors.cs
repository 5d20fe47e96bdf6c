using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Tako.Workspace.Senses.CSharp.Surfaces;
using Tako.Workspace.Senses.CSharp.Views;

namespace Tako.Workspace.Senses.CSharp.Diagnosing;

/// <summary>An error that was not there at the start.</summary>
/// <param name="Order">How early its project is compiled.</param>
/// <param name="InChanged">It lies in a file that was changed, not in one that depends on it.</param>
internal sealed record NewError(Diagnostic Diagnostic, int Order, bool InChanged);

/// <summary>What a comparison of two views gave.</summary>
/// <param name="Unknown">Why some of it could not be compared; empty when all was.</param>
internal sealed record Comparison(IReadOnlyList<NewError> Errors, IReadOnlyList<string> Unknown, IReadOnlySet<string> ChangedNames);

/// <summary>Finds the errors of a view that its start does not have, in changed files and in those that could notice the
/// change.</summary>
internal static class NewErrors
{
    private const int MostSamples = 20;

    public static Comparison Find(WorkspaceView before, WorkspaceView now, IReadOnlyCollection<string> changedFiles,
        CancellationToken cancellationToken)
    {
        var (errors, unknown, names) = (new List<NewError>(), new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        var changes = new Dictionary<ProjectView, SurfaceChange>();
        for (var order = 0; order < now.Projects.Count; order++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var view = now.Projects[order];
            var old = before.Find(view);
            var change = changes[view] = ChangeOf(old, view, cancellationToken);
            names.UnionWith(change.Names);
            var around = new SurfaceChange();
            foreach (var reference in view.References)
                around.Add(changes.First(known => known.Key.Project.Path == reference.Project.Path).Value);
            if (view.Compilation is null)
            {
                if (changedFiles.Any(file => view.Project.Sources.Holds(file)) || !around.IsEmpty || old?.Compilation is not null
                    || view.Project.Projects.Any(path => changes.Any(known => known.Key.Project.Path == path && !known.Value.IsEmpty)))
                    unknown.Add(view.Why!);
                continue;
            }

            if (ReferenceEquals(old?.Compilation, view.Compilation))
                continue;
            around.Add(change);
            Compare(old, view, around, order, errors, unknown, cancellationToken);
        }

        return new Comparison(errors, unknown, names);
    }

    /// <summary>What changed in the project's own declarations.</summary>
    private static SurfaceChange ChangeOf(ProjectView? old, ProjectView view, CancellationToken cancellationToken)
    {
        var change = new SurfaceChange();
        if (old is null || ReferenceEquals(old.Trees, view.Trees))
            return change;
        // Other rules of compiling may change what any file means.
        change.IsGlobal = old.Project.Key != view.Project.Key;
        foreach (var path in Changed(old, view))
            change.Add(old.Trees.GetValueOrDefault(path), view.Trees.GetValueOrDefault(path), cancellationToken);
        return change;
    }

    private static IEnumerable<string> Changed(ProjectView old, ProjectView view) =>
        old.Trees.Keys.Union(view.Trees.Keys, StringComparer.Ordinal)
            .Where(path => !ReferenceEquals(old.Trees.GetValueOrDefault(path), view.Trees.GetValueOrDefault(path)));

    private static void Compare(ProjectView? old, ProjectView view, SurfaceChange change, int order, List<NewError> errors,
        List<string> unknown, CancellationToken cancellationToken)
    {
        var changed = old is null ? [.. view.Trees.Keys] : Changed(old, view).ToHashSet(StringComparer.Ordinal);
        var trees = view.Trees.Values.ToList();
        var suspects = changed.Select(path => view.Trees.GetValueOrDefault(path)).OfType<SyntaxTree>()
            .Concat(change.Noticed(trees, [.. trees, .. view.References.SelectMany(reference => reference.Trees.Values)],
                cancellationToken))
            .Distinct().ToList();
        var found = suspects.SelectMany(tree => ErrorKeys.Of(view.Compilation!, tree, cancellationToken)).ToList();
        if (found.Count == 0)
            return;
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        if (old?.Compilation is { } start)
        {
            foreach (var path in changed.Concat(suspects.Select(tree => tree.FilePath)).Distinct(StringComparer.Ordinal))
            {
                if (!old.Trees.TryGetValue(path, out var tree))
                    continue;
                foreach (var error in ErrorKeys.Of(start, tree, cancellationToken))
                    known[ErrorKeys.KeyOf(error)] = known.GetValueOrDefault(ErrorKeys.KeyOf(error)) + 1;
            }
        }

        var fresh = new List<NewError>();
        foreach (var error in found)
        {
            var key = ErrorKeys.KeyOf(error);
            if (known.TryGetValue(key, out var left) && left > 0)
                known[key] = left - 1;
            else if (known.ContainsKey(key) && ErrorKeys.IsOfUnseen(error))
                continue; // The same name was missing before: whatever hides it from this compiler hides it here as well.
            else
                fresh.Add(new NewError(error, order, changed.Contains(error.Location.SourceTree!.FilePath)));
        }

        errors.AddRange(Believable(old, view, fresh, unknown, cancellationToken));
    }

    /// <summary>Leaves out what may only be missing here, because a generator was not run or a name was never seen.</summary>
    private static IEnumerable<NewError> Believable(ProjectView? old, ProjectView view, List<NewError> fresh, List<string> unknown,
        CancellationToken cancellationToken)
    {
        if (fresh.Count == 0)
            return [];
        if (view.Project.Generators.Count > 0)
        {
            var doubtful = fresh.Where(error => ErrorKeys.IsOfMissing(error.Diagnostic)).ToList();
            if (doubtful.Count > 0)
            {
                var names = string.Join(", ", view.Project.Generators);
                unknown.Add($"{view.Project} needs code that {names} would generate; what may only be missing for that is not told.");
            }

            return fresh.Except(doubtful);
        }

        var filled = FrameworkGenerators.Filled(view, [.. fresh.Select(error => error.Diagnostic)], cancellationToken);
        if (filled.Count > 0)
        {
            unknown.Add($"{view.Project} declares what a generator of the framework fills in, which is not run here.");
            fresh = [.. fresh.Where(error => !filled.Contains(error.Diagnostic))];
        }

        return fresh.Where(error => !ErrorKeys.IsOfUnseen(error.Diagnostic)
            || old?.Compilation is not { } start || !WasUnseen(start, old, error.Diagnostic, cancellationToken));
    }

    // Files that compile elsewhere but not here show which names this compiler cannot see.
    private static bool WasUnseen(CSharpCompilation start, ProjectView old, Diagnostic error, CancellationToken cancellationToken)
    {
        var token = error.Location.SourceTree!.GetRoot(cancellationToken).FindToken(error.Location.SourceSpan.Start);
        if (!token.IsKind(SyntaxKind.IdentifierToken))
            return false;
        var key = ErrorKeys.KeyOf(error);
        return old.Trees.Values.Where(tree => SurfaceReader.Of(tree, cancellationToken).Names(token.ValueText)).Take(MostSamples)
            .Any(tree => ErrorKeys.Of(start, tree, cancellationToken).Any(known => ErrorKeys.KeyOf(known) == key));
    }
}
