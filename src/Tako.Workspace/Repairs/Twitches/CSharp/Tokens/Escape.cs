using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Tokens;

/// <summary>A backslash in a string that starts no escape, as in the path of a folder.</summary>
internal sealed class Escape : ICodeRepair
{
    public string Name => "csharp.escape";

    public bool Takes(string id) => id is "CS1009";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        var token = wound.Token;
        var text = token.Text;
        if (token.IsKind(SyntaxKind.StringLiteralToken) && text.StartsWith('"') && !text[1..^1].Contains("\\\"")
            && !text.Contains("\\\\"))
            yield return Candidate.Insert("read the string literally", 1, wound.Tree, token.SpanStart, "@");
        if (wound.Text.Length > wound.Span.Start && wound.Text[wound.Span.Start] == '\\')
            yield return Candidate.Insert("double the backslash", 1.5, wound.Tree, wound.Span.Start, "\\");
        var at = wound.Text.ToString(new TextSpan(wound.Span.Start, 0)).Length;
        for (var back = wound.Span.Start - 1; back >= token.SpanStart && at++ < 3; back--)
        {
            if (wound.Text[back] == '\\')
                yield return Candidate.Insert("double the backslash", 1.6, wound.Tree, back, "\\");
        }
    }
}
