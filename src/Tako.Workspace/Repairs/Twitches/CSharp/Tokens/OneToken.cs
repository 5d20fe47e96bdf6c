using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Tokens;

/// <summary>Any one sign put, exchanged or dropped near the error, for mistakes that have no repair of their own.</summary>
internal sealed class OneToken : ICodeRepair
{
    private static readonly string[] Signs = [";", ")", "(", "}", "{", "]", "[", ",", "=", ".", ":", "+"];

    private static readonly (string Wrong, string Right)[] Exchanges =
    [
        (",", ";"), (";", ","), (":", ";"), (";", ":"), ("}", ")"), (")", "}"), ("]", ")"), (")", "]"), ("(", "{"), ("{", "("),
            ("[", "("), ("(", "["),
        (".", ","), (",", "."), ("=>", ">="), ("=", "=="), (";", ")"), (":", "in"), ("?", "??"),
    ];

    public string Name => "csharp.one-token";

    // The ids of the parser: everything it says about single signs.
    public bool Takes(string id) => id is "CS1001" or "CS1002" or "CS1003" or "CS1022" or "CS1026" or "CS1031" or "CS1513"
        or "CS1514" or "CS1515"
        or "CS1519" or "CS1525" or "CS1528" or "CS1524" or "CS1073" or "CS0116" or "CS8124" or "CS8180" or "CS8641" or "CS1041"
        or "CS1014" or "CS1043" or "CS1007" or "CS0106" or "CS8803" or "CS1056" or "CS1520" or "CS0078" or "CS1597" or "CS1018"
            or "CS8997"
        or "CS0267" or "CS0065" or "CS1534" or "CS1535" or "CS1553" or "CS0710" or "CS1646" or "CS9348";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        var before = wound.Before;
        if (before.RawKind == 0)
            yield break;
        var previous = before.GetPreviousToken();
        var next = NextToken(wound, before);
        var gaps = new[] { before, previous, next, previous.RawKind == 0 ? default : previous.GetPreviousToken() };
        for (var gap = 0; gap < gaps.Length; gap++)
        {
            if (gaps[gap] is not { RawKind: not 0, Span.Length: > 0 } place)
                continue;
            foreach (var sign in Signs)
                yield return Candidate.Insert($"put '{sign}' after '{place.Text}'", 3 + gap * 0.5, wound.Tree, place.Span.End,
                    sign is "{" or "=" or "+" ? $" {sign}" : sign);
        }

        foreach (var token in new[] { next, before, previous }.Where(token => token is { RawKind: not 0, Span.Length: > 0 }))
        {
            foreach (var (wrong, right) in Exchanges.Where(pair => pair.Wrong == token.Text))
                yield return Candidate.Replace($"'{right}' instead of '{wrong}'", 3.2, wound.Tree, token.Span, right);
            // A sign too many; anything with a meaning of its own stays.
            if (token.Text is ")" or "]" or ";" or "," or "(" or "." or "}" && IsSurplus(wound, token))
                yield return Candidate.Replace($"drop the '{token.Text}' too many", 3.4, wound.Tree, token.Span, "");
        }
    }

    private static bool IsSurplus(Wound wound, SyntaxToken token) => token.Text switch
    {
        "}" => Count(wound, "}") > Count(wound, "{"),
        ")" => Count(wound, ")") > Count(wound, "("),
        "(" => Count(wound, "(") > Count(wound, ")"),
        "]" => Count(wound, "]") > Count(wound, "["),
        _ => true,
    };

    private static int Count(Wound wound, string sign) => SyntaxFactory.ParseTokens(wound.Text.ToString())
        .Count(token => token.Text == sign);

    private static SyntaxToken NextToken(Wound wound, SyntaxToken before)
    {
        var next = before.GetNextToken(includeZeroWidth: false, includeSkipped: true);
        return next.RawKind != 0 && !next.IsKind(SyntaxKind.EndOfFileToken) ? next : default;
    }
}
