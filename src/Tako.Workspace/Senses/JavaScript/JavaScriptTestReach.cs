using System.Text.Json;
using Tako.Workspace.Overlay;
using Tako.Workspace.Sandbox;
using Tako.Workspace.Senses.Sources;

namespace Tako.Workspace.Senses.JavaScript;

/// <summary>Which JavaScript tests reach a change by their imports, and how node's runner and its like run those alone.</summary>
internal sealed class JavaScriptTestReach(Shadow start)
{
    private const int Depth = 50;
    private const int MaxFiles = 5_000;

    private static readonly string[] Names =
        ["*.test.*", "*.spec.*", "*-test.js", "*-test.mjs", "*-test.cjs", "*_test.js", "*_test.mjs", "test-*.js",
            "test-*.mjs", "test.js", "test.mjs", "test.cjs"];

    private readonly Lazy<(SourceTree Tree, ImportGraph Graph)> _start = new(() => Read(JavaScriptLanguage.Read(start)));

    public TestReach? Of(Shadow shadow)
    {
        var changed = ChangedFile.Between(start, shadow);
        var before = changed.Select(file => file.Before).OfType<RepoPath>().Where(JavaScriptLanguage.IsFamily).ToList();
        var now = changed.Select(file => file.Now).OfType<RepoPath>().Where(JavaScriptLanguage.IsFamily).ToList();
        if (before.Count + now.Count == 0)
            return null;
        var (tree, graph) = Read(_start.Value.Tree.At(shadow));
        var tests = tree.Sources.Where(IsTest).Order().ToList();
        var reached = now.Concat(graph.Importers(now, Depth, MaxFiles)).Concat(_start.Value.Graph.Importers(before, Depth,
            MaxFiles)).ToHashSet();
        return new TestReach([.. tests.Where(reached.Contains)], tests);
    }

    /// <summary>The run of some test files; null for a command whose shape is not known.</summary>
    public static SandboxRun? Only(Shadow shadow, TestCommand command, IReadOnlyList<RepoPath> files)
    {
        var argv = command.Argv[0] == "npm" ? Script(shadow) : command.Argv;
        if (argv is null || argv.Count == 0)
            return null;
        var paths = files.Select(file => file.Value);
        return argv[0] switch
        {
            "node" when argv.Contains("--test") && argv.Skip(1).All(word => word.StartsWith('-') || IsTestPath(word)) =>
                new SandboxRun { Root = shadow.Root, Command = [.. argv.Where((word, at) => at == 0 || word.StartsWith('-')), .. paths] },
            "jest" or "vitest" when argv.Skip(1).All(word => word == "run" || word.StartsWith("--", StringComparison.Ordinal)) =>
                new SandboxRun { Root = shadow.Root, Command = [$"node_modules/.bin/{argv[0]}", .. argv.Skip(1), .. paths] },
            _ => null,
        };
    }

    private static bool IsTestPath(string word) => word.Contains("test", StringComparison.Ordinal);

    private static IReadOnlyList<string>? Script(Shadow shadow)
    {
        if (!RepoPath.TryParse("package.json", out var path, out _) || shadow.Read(path) is not { } content)
            return null;
        try
        {
            using var document = JsonDocument.Parse(content);
            var script = document.RootElement.GetProperty("scripts").GetProperty("test").GetString() ?? "";
            // What needs a shell is not taken apart.
            return script.AsSpan().IndexOfAny("&|;<>$`\"'(){}") >= 0 ? null : script.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsTest(RepoPath file) => Glob.MatchesAny(Names, file.Name)
        || (JavaScriptLanguage.Language.Takes(file) && file.Folder.Split('/').Any(part => part is "test" or "__tests__"));

    private static (SourceTree, ImportGraph) Read(SourceTree tree) =>
        (tree, JavaScriptLanguage.Graph(tree, new JavaScriptModules(tree.Files)));
}
