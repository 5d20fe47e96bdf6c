using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Tokens;

/// <summary>A directive that does not begin its line, or whose name is nearly right.</summary>
internal sealed class Directive : ICodeRepair
{
    private static readonly string[] Names = ["if", "elif", "else", "endif", "region", "endregion", "define", "undef"];

    public string Name => "csharp.directive";

    public bool Takes(string id) => id is "CS1040" or "CS1024" or "CS1028";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        var line = wound.Text.Lines.GetLineFromPosition(Math.Min(wound.Span.Start, wound.Text.Length));
        var text = line.ToString();
        var sign = text.IndexOf('#');
        if (sign < 0)
            yield break;
        if (wound.Id == "CS1040")
        {
            var before = text[..sign].TrimEnd();
            yield return Candidate.Replace("begin a line with the directive", 0.8, wound.Tree,
                TextSpan.FromBounds(line.Start + before.Length, line.Start + sign), wound.Layout.LineEnd + wound.Layout.IndentOf(line));
        }

        var from = sign + 1;
        while (from < text.Length && text[from] == ' ')
            from++;
        var to = from;
        while (to < text.Length && char.IsLetter(text[to]))
            to++;
        var word = text[from..to];
        foreach (var name in Names)
        {
            if (word.Length > 1 && (Nearness.Of(word, name) ?? (name.Length < 5 && word.StartsWith(name, StringComparison.Ordinal)
                && word.Length == name.Length + 1 ? 1 : null)) is { } distance)
                yield return Candidate.Replace($"'{name}' instead of '{word}'", 0.8 + distance * 0.2, wound.Tree,
                    TextSpan.FromBounds(line.Start + from, line.Start + to), name);
        }
    }
}
