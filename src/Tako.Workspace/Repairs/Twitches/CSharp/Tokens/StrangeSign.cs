using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Tokens;

/// <summary>A typographic sign that came in by copying, and operators of other languages.</summary>
internal sealed class StrangeSign : ICodeRepair
{
    private static readonly Dictionary<char, string> Plain = new()
    {
        ['\u201C'] = "\"", ['\u201D'] = "\"", ['\u201E'] = "\"", ['\u00AB'] = "\"", ['\u00BB'] = "\"", ['\u2018'] = "'", ['\u2019'] = "'",
        ['\u2013'] = "-", ['\u2014'] = "-", ['\u2212'] = "-", ['\u00D7'] = "*", ['\u00F7'] = "/", ['\uFF1B'] = ";",
            ['\uFF08'] = "(", ['\uFF09'] = ")",
        ['\uFF0C'] = ",", ['\uFF1A'] = ":", ['\uFF5B'] = "{", ['\uFF5D'] = "}", ['\u2264'] = "<=", ['\u2265'] = ">=",
            ['\u2260'] = "!=", ['\u037E'] = ";",
        ['`'] = "\"", ['\u200B'] = "", ['\uFEFF'] = "", ['\u2026'] = "..", ['\u3000'] = " ",
    };

    private static readonly (string Foreign, string Own)[] Operators =
    [
        ("===", "=="), ("!==", "!="), ("<>", "!="), (":=", "="), ("=<", "<="), ("=!", "!="), ("~=", "!="), ("**", "*"),
            ("->", "."), ("=+", "+="), ("=-", "-="),
        ("& &", "&&"), ("| |", "||"), ("= =", "=="), ("> =", ">="), ("< =", "<="), ("! =", "!="),
    ];

    private static readonly (string Foreign, string Own)[] Words =
    [
        ("elif", "else if"), ("elseif", "else if"), ("elsif", "else if"), ("and", "&&"), ("or", "||"), ("not", "!"),
            ("then", ""), ("final", "const"),
        ("function", "void"), ("extends", ":"), ("implements", ":"), ("let", "var"), ("def", "void"), ("fn", "void"),
            ("import", "using"), ("package", "namespace"),
        ("None", "null"), ("nil", "null"), ("except", "catch"), ("throws", ""), ("Dim", "var"),
    ];

    public string Name => "csharp.strange-sign";

    public bool Takes(string id) => id is "CS1056" or "CS1525" or "CS1002" or "CS1003" or "CS1026" or "CS1519" or "CS1010"
        or "CS1001" or "CS8641"
        or "CS1513" or "CS1514" or "CS0116" or "CS1022" or "CS1073" or "CS8803";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        var line = wound.Text.Lines.GetLineFromPosition(Math.Min(wound.Span.Start, wound.Text.Length));
        var text = line.ToString();
        var strange = Enumerable.Range(0, text.Length).Where(at => Plain.ContainsKey(text[at])
            && !IsInLiteral(wound, line.Start + at)).ToList();
        if (strange.Count > 0)
            yield return new Candidate($"write the signs on line {wound.Line} in plain type", 0.7,
                [.. strange.Select(at => new CodeEdit(wound.Tree, new TextSpan(line.Start + at, 1),
                    Plain[text[at]]))]) { MayDrop = strange.Count };
        var at = Math.Min(wound.Span.Start, wound.Text.Length);
        var from = Math.Max(line.Start, at - 12);
        var near = wound.Text.ToString(TextSpan.FromBounds(from, Math.Min(line.End, at + 12)));
        foreach (var (foreign, own) in Operators)
        {
            if (near.IndexOf(foreign, StringComparison.Ordinal) is var found and >= 0 && !IsInLiteral(wound, from + found))
                yield return Candidate.Replace($"'{own}' instead of '{foreign}'", 1, wound.Tree,
                    new TextSpan(from + found, foreign.Length), own) with { MayDrop = 2 };
        }

        // The parser often takes the foreign word for a name and stumbles over what follows on the line.
        foreach (var token in wound.Root.DescendantTokens(new TextSpan(line.Start, line.Span.Length), descendIntoTrivia: true)
            .Where(token => line.Span.Contains(token.Span) && Math.Abs(token.SpanStart - at) < 60 && !token.Span.IsEmpty)
            .Append(wound.Before).Distinct())
        {
            foreach (var (foreign, own) in Words.Where(word => word.Foreign == token.Text))
                yield return Candidate.Replace($"'{own}' instead of '{foreign}'", 1.1, wound.Tree, token.Span, own);
        }
    }

    private static bool IsInLiteral(Wound wound, int position)
    {
        var token = wound.Root.FindToken(position, findInsideTrivia: true);
        return token.Span.Contains(position) && token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken
            or SyntaxKind.InterpolatedStringTextToken && !token.ContainsDiagnostics
            || wound.Root.FindTrivia(position).Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia;
    }
}
