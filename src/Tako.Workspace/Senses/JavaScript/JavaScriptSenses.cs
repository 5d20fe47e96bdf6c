using Tako.Workspace.Overlay;
using Tako.Workspace.Senses.Ladder;
using Tako.Workspace.Senses.Sources;
using Tako.Workspace.Senses.Workers;

namespace Tako.Workspace.Senses.JavaScript;

/// <summary>The senses for JavaScript. Opening them costs nothing: a shadow without changed files of it leaves them numb.</summary>
public static class JavaScriptSenses
{
    /// <param name="start">Where the limb began; what was wrong there is not felt.</param>
    public static IReadOnlyList<ISense> Open(Shadow start, ParseWorkers workers)
    {
        var files = new ParsedFiles(workers.JavaScript, JavaScriptLanguage.Mode);
        return [new SyntaxSense(start, JavaScriptLanguage.Language, files), new JavaScriptSemantics(start, files)];
    }
}
