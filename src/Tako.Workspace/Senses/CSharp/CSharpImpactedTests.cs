using Microsoft.CodeAnalysis;
using Tako.Workspace.Overlay;
using Tako.Workspace.Sandbox;
using Tako.Workspace.Senses.CSharp.Diagnosing;
using Tako.Workspace.Senses.CSharp.Projects;
using Tako.Workspace.Senses.CSharp.Surfaces;
using Tako.Workspace.Senses.CSharp.Testing;
using Tako.Workspace.Senses.CSharp.Views;
using Tako.Workspace.Senses.Ladder;

namespace Tako.Workspace.Senses.CSharp;

/// <summary>
/// Runs the tests of the projects that a change reaches: compiled in memory, run in the sandbox by a runner of Tako's own, without
/// the build tool. Every failing test hurts, also one that failed before. It is well only when each run was seen to its end and
/// tests passed.
/// </summary>
public sealed class CSharpImpactedTests(CSharpWorkspace workspace, ISandbox sandbox) : ISense
{
    private const int MostPains = 50;
    private const int StackTail = 2_000;
    private readonly RunnerBuilder _runners = new();

    public string Rung => "impacted";

    public async ValueTask<Feeling> FeelAsync(Shadow shadow, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(shadow);
        var files = ShadowDelta.Between(workspace.Start, shadow).Keys.Where(file => !RepositoryListing.LiesInOutput(file)).ToList();
        if (files.Count == 0)
            return new Feeling.Numb("No file is changed.");
        var now = await workspace.ViewAsync(shadow, cancellationToken);
        if (now.Why is { } why)
            return new Feeling.Numb(why);
        var before = await workspace.ViewOfStartAsync(cancellationToken);
        var impacted = now.Projects.Where(view => view.Project.Tests != TestFramework.None && IsImpacted(view, before, files)).ToList();
        if (impacted.Count == 0)
            return new Feeling.Numb(now.Projects.FirstOrDefault(view => view.Why is not null)?.Why
                ?? "No C# test project refers to what is changed.");
        var names = ChangedNames(before, now, files, cancellationToken);
        var (pains, unknown) = (new List<(Pain Pain, string Class)>(), new List<string>());
        var passed = 0;
        foreach (var view in impacted.OrderByDescending(view =>
            view.Trees.Values.Any(tree => NamesChanged(tree, names, cancellationToken))))
        {
            var (hurt, well, numb) = await RunAsync(view, before, shadow, cancellationToken);
            pains.AddRange(hurt);
            passed += well;
            if (numb is not null)
                unknown.Add(numb);
        }

        if (pains.Count > 0)
            return new Feeling.Hurt(Ordered(pains, impacted, names, cancellationToken));
        if (unknown.Count > 0)
            return new Feeling.Numb(string.Join(" ", unknown.Distinct(StringComparer.Ordinal)));
        return passed > 0 ? new Feeling.Well() : new Feeling.Numb("No test ran.");
    }

    private static bool IsImpacted(ProjectView view, WorkspaceView before, List<string> files) =>
        view.References.Append(view).Any(one =>
        {
            var old = before.Find(one);
            return old is null || !ReferenceEquals(old.Compilation, one.Compilation) || one.Compilation is null
                // Data beside the sources: what a test reads, or what is embedded.
                || files.Any(file => !file.EndsWith(".cs", StringComparison.Ordinal)
                    && file.StartsWith(one.Project.Path.Folder + "/", StringComparison.Ordinal));
        });

    private async Task<(List<(Pain, string)> Pains, int Passed, string? Unknown)> RunAsync(ProjectView view,
        WorkspaceView before, Shadow shadow,
        CancellationToken cancellationToken)
    {
        if (view.Why is { } why)
            return ([], 0, why);
        var output = new OutputFiles(shadow, workspace.Options.CacheLayer(shadow));
        var run = new TestRun(view, output);
        foreach (var one in view.References.Append(view))
        {
            if (one.Project.Generators.FirstOrDefault(name => !HarmlessGenerators.Contains(name)) is { } generator)
                return ([], 0, $"{one.Project} is built with the generator {generator}, which is not run here.");
            switch (await Task.Run(() => ProjectEmitter.Emit(one, output, cancellationToken), cancellationToken))
            {
                case Emission.Beyond beyond:
                    return ([], 0, beyond.Why);
                case Emission.Faulty faulty:
                    return Broken(one, before.Find(one), faulty.Errors, shadow, cancellationToken);
                case Emission.Done done:
                    run.Put($"{one.Project.AssemblyName}.dll", done.Assembly);
                    run.Put($"{one.Project.AssemblyName}.pdb", done.Symbols);
                    break;
            }
        }

        if (_runners.Build(view.Project, cancellationToken, out why) is not { } runner)
            return ([], 0, why);
        var outcome = await sandbox.RunAsync(run.Make(shadow, runner, workspace.Options.TestTimeout), cancellationToken);
        return Judge(view.Project, outcome, run.Nonce, shadow);
    }

    private static (List<(Pain, string)>, int, string?) Broken(ProjectView view, ProjectView? old,
        IReadOnlyList<Diagnostic> errors, Shadow shadow,
        CancellationToken cancellationToken)
    {
        var known = old?.Compilation is not { } start ? [] : errors
            .Select(error => error.Location.SourceTree?.FilePath).OfType<string>().Distinct()
            .Select(path => old.Trees.GetValueOrDefault(path)).OfType<SyntaxTree>()
            .SelectMany(tree => ErrorKeys.Of(start, tree, cancellationToken)).Select(ErrorKeys.KeyOf).ToHashSet(StringComparer.Ordinal);
        var fresh = errors.Where(error => error.Location.IsInSource && !known.Contains(ErrorKeys.KeyOf(error))
            && !ErrorKeys.IsOfMissing(error)).ToList();
        return fresh.Count > 0
            ? ([.. fresh.Select(error => (DiagnosticPains.Of(error, "impacted", shadow.Hash), ""))], 0, null)
            : ([], 0, $"{view.Project} does not compile in memory: "
                + errors[0].GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static (List<(Pain, string)>, int, string?) Judge(CSharpProject project, RunOutcome outcome, string nonce, Shadow shadow)
    {
        if (outcome is RunOutcome.Refused refused)
            return ([], 0, $"{refused.Why} {refused.WayOut}");
        var (report, ended) = outcome switch
        {
            RunOutcome.Exited exited => (exited.Report, $"ended with {exited.Report.ExitCode} before all tests were done"),
            RunOutcome.TimedOut timed => (timed.Report, $"did not end within {timed.Report.Duration:g}"),
            RunOutcome.Killed killed => (killed.Report, $"were stopped: {killed.Reason}"),
            _ => throw new InvalidOperationException($"Unknown outcome {outcome}."),
        };
        var records = TestRecords.Read(report.StandardOutput, nonce);
        var pains = records.Failed.Select(failed => (TestPains.Of(failed, shadow.Root, shadow.Hash), failed.Class)).ToList();
        var cleanly = outcome is RunOutcome.Exited { Report.ExitCode: 0 } && records.IsWhole;
        if (cleanly && records.Running.Count == 0)
        {
            return pains.Count > 0 || records.Passed > 0 ? (pains, records.Passed, null)
                : (pains, 0, records.Skipped > 0 ? $"All {records.Skipped} tests of {project} are skipped."
                    : $"No test was found in {project}.");
        }

        if (records.Broken is { } broken)
            return (pains, 0, $"The tests of {project} could not be run: {FirstLine(broken)}");
        if (!records.HasStarted)
            return (pains, 0, $"The tests of {project} could not be started ({ended}): {FirstLine(report.StandardError)}");
        if (report.Truncated && pains.Count == 0 && outcome is RunOutcome.Exited { Report.ExitCode: 0 })
            return (pains, 0, $"The tests of {project} wrote more than is read.");
        var during = records.Running.Count > 0 ? $" while {string.Join(", ", records.Running.Take(3))} ran" : "";
        pains.Add((new Pain
        {
            Rung = "impacted",
            Tool = "dotnet",
            Code = "stopped",
            Test = records.Running.Count == 1 ? records.Running.First() : null,
            Message = $"The tests of {project} {ended}{during}. {Tail(report.StandardError)}".TrimEnd(),
            WorkspaceHash = shadow.Hash,
        }, ""));
        return (pains, 0, null);
    }

    private static HashSet<string> ChangedNames(WorkspaceView before, WorkspaceView now, List<string> files,
        CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var view in now.Projects)
        {
            var old = before.Find(view);
            foreach (var file in files)
            {
                foreach (var tree in new[] { view.Trees.GetValueOrDefault(file),
                    old?.Trees.GetValueOrDefault(file) }.OfType<SyntaxTree>())
                    names.UnionWith(SurfaceReader.Of(tree, cancellationToken).Types.Select(type => type.Type));
            }
        }

        return names;
    }

    private static bool NamesChanged(SyntaxTree tree, HashSet<string> names, CancellationToken cancellationToken) =>
        names.Any(SurfaceReader.Of(tree, cancellationToken).Names);

    /// <summary>Tests whose source names what changed come first.</summary>
    private static List<Pain> Ordered(List<(Pain Pain, string Class)> pains, List<ProjectView> impacted, HashSet<string> names,
        CancellationToken cancellationToken)
    {
        var near = impacted.SelectMany(view => view.Trees.Values).Where(tree => NamesChanged(tree, names, cancellationToken))
            .SelectMany(tree => SurfaceReader.Of(tree, cancellationToken).Types
                .Select(type => type.Type)).ToHashSet(StringComparer.Ordinal);
        return [.. pains
            .OrderBy(one => near.Contains(one.Class[(one.Class.LastIndexOfAny(['.', '+']) + 1)..]) ? 0 : 1)
            .ThenBy(one => one.Class, StringComparer.Ordinal).ThenBy(one => one.Pain.Test, StringComparer.Ordinal)
            .Select(one => one.Pain).Take(MostPains)];
    }

    private static string FirstLine(string text) => text.Trim().Split('\n')[0].Trim();

    private static string Tail(string text) => text.Trim() is var trimmed
        && trimmed.Length <= StackTail ? trimmed : trimmed[^StackTail..];
}
