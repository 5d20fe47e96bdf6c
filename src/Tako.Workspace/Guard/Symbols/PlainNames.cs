using System.Text.RegularExpressions;
using Tako.Workspace.Guard.Rules;
using Tako.Workspace.Guard.Tampering;

namespace Tako.Workspace.Guard.Symbols;

/// <summary>Looks for names in the code of added lines, with comments and strings left out.</summary>
internal static class PlainNames
{
    public static IEnumerable<(int Line, string Found)> Find(ChangeView view, Regex names)
    {
        if (view.Lines.Lines.Count == 0 || view.IsBinary || !names.IsMatch(view.Lines.Text))
            yield break;
        var extension = Path.GetExtension(view.Path.Name).ToLowerInvariant();
        var code = CodeMask.Of(view.NewText, extension, strings: true).Split('\n');
        foreach (var line in view.Lines.Lines)
        {
            if (line <= code.Length && names.Match(code[line - 1]) is { Success: true } match)
                yield return (line, match.Value.Trim('(', ' '));
        }
    }
}
