using Tako.Workspace.Overlay;
using Tako.Workspace.Senses.Ladder;
using Tako.Workspace.Senses.Sources;
using Tako.Workspace.Senses.Workers;

namespace Tako.Workspace.Senses.Python;

/// <summary>The senses for Python. Opening them costs nothing: a shadow without changed Python files leaves them numb.</summary>
public static class PythonSenses
{
    /// <param name="start">Where the limb began; what was wrong there is not felt.</param>
    public static IReadOnlyList<ISense> Open(Shadow start, ParseWorkers workers)
    {
        var files = new ParsedFiles(workers.Python, (_, _) => "module");
        return [new SyntaxSense(start, PythonLanguage.Language, files), new PythonSemantics(start, files, workers.Python)];
    }
}
