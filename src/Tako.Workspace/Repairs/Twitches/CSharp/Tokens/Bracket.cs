using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Tokens;

/// <summary>A bracket, comma or other sign that the parser names as missing.</summary>
internal sealed class Bracket : ICodeRepair
{
    private const int PlacesBack = 12;

    public string Name => "csharp.bracket";

    public bool Takes(string id) => id is "CS1003" or "CS1026" or "CS1514" or "CS1515" or "CS8124";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        if (Expected(wound) is not { } sign || wound.Before is not { RawKind: not 0 } before)
            yield break;
        yield return Put(wound, before, sign, 1);
        var cost = 2.0;
        // A missing closing bracket is noticed later than it was forgotten.
        if (sign is ")" or "]")
        {
            var place = before;
            for (var back = 0; back < PlacesBack; back++, cost += 0.1)
            {
                place = place.GetPreviousToken();
                if (place.RawKind == 0 || place.IsKind(SyntaxKind.OpenBraceToken) || place.IsKind(SyntaxKind.SemicolonToken))
                    break;
                if (place.IsKind(SyntaxKind.IdentifierToken) || place.Parent is LiteralExpressionSyntax || place.Text is ")"
                    or "]" or "(")
                    yield return Put(wound, place, sign, cost);
            }
        }

        if (sign is not "{" and not "}" && wound.Token is { Span.Length: > 0 } wrong && wrong.SpanStart >= wound.Span.Start
            && SyntaxFacts.IsPunctuation(wrong.Kind()))
            yield return Candidate.Replace($"'{sign}' instead of '{wrong.Text}'", 2, wound.Tree, wrong.Span, sign);
        if (sign == "in" && wound.Token.Text is ":" or "of")
            yield return Candidate.Replace($"'in' instead of '{wound.Token.Text}'", 0.5, wound.Tree, wound.Token.Span, "in");
    }

    private static string? Expected(Wound wound) => wound.Id switch
    {
        "CS1026" => ")",
        "CS1514" => "{",
        "CS1515" => "in",
        _ => wound.Quoted.FirstOrDefault(quoted => quoted.Length <= 5),
    };

    private static Candidate Put(Wound wound, SyntaxToken after, string sign, double cost)
    {
        // An opening bracket stands before what it holds.
        if (sign is "(" or "[" && after.GetNextToken() is { RawKind: not 0, Span.Length: > 0 } next)
            return Candidate.Insert($"put '{sign}' before '{next.Text}'", cost, wound.Tree, next.SpanStart, sign);
        var text = char.IsLetter(sign[0]) || sign is "{" or "=>" ? $" {sign}" : sign;
        return Candidate.Insert($"put '{sign}' after '{after.Text}'", cost, wound.Tree, after.Span.End, text);
    }
}
