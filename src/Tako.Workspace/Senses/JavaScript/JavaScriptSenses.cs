using Tako.Workspace.Overlay;
using Tako.Workspace.Senses.Ladder;
using Tako.Workspace.Senses.Sources;
using Tako.Workspace.Senses.Workers;

namespace Tako.Workspace.Senses.JavaScript;

/// <summary>The senses for JavaScript. Opening them costs nothing: a shadow without changed files of it leaves them numb.</summary>
public static class JavaScriptSenses
{
    /// <param name="start">Where the limb began; what was wrong there is not felt.</param>
    /// <param name="runs">Runs commands in a sandbox; without it there are no linters, type checkers and tests.</param>
    /// <param name="tests">How the repository's tests are run; null when that is not known.</param>
    public static IReadOnlyList<ISense> Open(Shadow start, ParseWorkers workers, Runs? runs = null, TestCommand? tests = null)
    {
        var files = new ParsedFiles(workers.JavaScript, JavaScriptLanguage.Mode);
        var semantics = new JavaScriptSemantics(start, files);
        var senses = new List<ISense> { new SyntaxSense(start, JavaScriptLanguage.Language, files), semantics };
        if (runs is not null)
            senses.Add(new TypeScriptSyntax(start, runs));
        if (runs is not null)
            senses.Add(new ToolSense(start, JavaScriptLanguage.Language, RepositoryTool.ForJavaScript, semantics.Scope, runs));
        if (runs is not null && tests is { Framework: "node" or "npm" })
            senses.Add(new ImpactedTests(JavaScriptLanguage.Language, tests, new JavaScriptTestReach(start).Of,
                JavaScriptTestReach.Only, runs));
        return senses;
    }
}
