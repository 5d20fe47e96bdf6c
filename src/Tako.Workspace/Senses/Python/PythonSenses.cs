using Tako.Workspace.Overlay;
using Tako.Workspace.Senses.Ladder;
using Tako.Workspace.Senses.Sources;
using Tako.Workspace.Senses.Workers;

namespace Tako.Workspace.Senses.Python;

/// <summary>The senses for Python. Opening them costs nothing: a shadow without changed Python files leaves them numb.</summary>
public static class PythonSenses
{
    /// <param name="start">Where the limb began; what was wrong there is not felt.</param>
    /// <param name="runs">Runs commands in a sandbox; without it there are no linters, type checkers and tests.</param>
    /// <param name="tests">How the repository's tests are run; null when that is not known.</param>
    public static IReadOnlyList<ISense> Open(Shadow start, ParseWorkers workers, Runs? runs = null, TestCommand? tests = null)
    {
        var files = new ParsedFiles(workers.Python, (_, _) => "module");
        var semantics = new PythonSemantics(start, files, workers.Python);
        var senses = new List<ISense> { new SyntaxSense(start, PythonLanguage.Language, files), semantics };
        if (runs is not null)
            senses.Add(new ToolSense(start, PythonLanguage.Language, RepositoryTool.ForPython, semantics.Scope, runs));
        if (runs is not null && tests is { Framework: "pytest" or "unittest" })
            senses.Add(new ImpactedTests(PythonLanguage.Language, tests, new PythonTestReach(start).Of, PythonTestReach.Only, runs));
        return senses;
    }
}
