using Tako.Workspace.Overlay;
using Tako.Workspace.Sandbox;
using Tako.Workspace.Senses.Sources;

namespace Tako.Workspace.Senses.Python;

/// <summary>Which Python tests reach a change by their imports, and how pytest and unittest run those alone.</summary>
internal sealed class PythonTestReach(Shadow start)
{
    private const int Depth = 50;
    private const int MaxFiles = 5_000;
    private static readonly string[] Names = ["test_*.py", "*_test.py", "test.py", "tests.py"];
    private readonly Lazy<(SourceTree Tree, ImportGraph Graph)> _start = new(() => Read(PythonLanguage.Read(start)));

    public TestReach? Of(Shadow shadow)
    {
        var changed = ChangedFile.Between(start, shadow);
        var before = changed.Select(file => file.Before).OfType<RepoPath>().Where(PythonLanguage.Language.Takes).ToList();
        var now = changed.Select(file => file.Now).OfType<RepoPath>().Where(PythonLanguage.Language.Takes).ToList();
        if (before.Count + now.Count == 0)
            return null;
        var (tree, graph) = Read(_start.Value.Tree.At(shadow));
        var tests = tree.Sources.Where(IsTest).Order().ToList();
        var reached = now.Concat(graph.Importers(now, Depth, MaxFiles)).Concat(_start.Value.Graph.Importers(before, Depth,
            MaxFiles)).ToHashSet();
        // What a conftest.py stands on, every test at and below it does too.
        var shared = reached.Where(file => file.Name == "conftest.py").Select(file => file.Folder).ToList();
        return new TestReach([.. tests.Where(test => reached.Contains(test) || shared.Any(test.IsInside))], tests);
    }

    /// <summary>The run of some test files; null for a command whose shape is not known.</summary>
    public static SandboxRun? Only(Shadow shadow, TestCommand command, IReadOnlyList<RepoPath> files)
    {
        var argv = command.Argv.ToList();
        var module = argv.FindIndex(word => word is "pytest" or "unittest" || word.EndsWith("/pytest", StringComparison.Ordinal));
        if (module < 0)
            return null;
        var rest = argv.Skip(module + 1).ToList();
        if (command.Framework == "pytest")
        {
            // Paths that the command names give way to the files.
            var options = rest.Where(word => word.StartsWith('-') || !RepoPath.TryParse(word.TrimEnd('/'), out var path, out _)
                || !(shadow.Exists(path) || shadow.Enumerate(path.Value).Any()));
            return new SandboxRun { Root = shadow.Root, Command = [.. argv.Take(module + 1), .. options,
                .. files.Select(file => file.Value)] };
        }

        if (command.Framework != "unittest" || (rest.Count > 0 && rest[0] != "discover"))
            return null;
        var folder = rest.IndexOf("-s") is var at and >= 0 && at + 1 < rest.Count ? rest[at + 1].TrimEnd('/') : "";
        if (files.Any(file => !file.IsInside(folder) || file.Value[..^3].AsSpan().IndexOfAny('-', '.', ' ') >= 0))
            return null;
        var names = files.Select(file => file.Value[(folder.Length == 0 ? 0 : folder.Length + 1)..^3].Replace('/', '.'));
        return new SandboxRun
        {
            Root = shadow.Root,
            Command = [.. argv.Take(module + 1), .. rest.Where(word => word is "-v" or "-b" or "-q"), .. names],
            Environment = folder.Length == 0 ? new Dictionary<string, string>()
                : new Dictionary<string, string> { ["PYTHONPATH"] = Path.Join(shadow.Root, folder) },
        };
    }

    private static bool IsTest(RepoPath file) => Glob.MatchesAny(Names, file.Name);

    private static (SourceTree, ImportGraph) Read(SourceTree tree) => (tree, PythonLanguage.Graph(tree, new PythonModules(tree.Files)));
}
