using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Tokens;

/// <summary>A string or character literal that does not end on its line, or has too much or too little in it.</summary>
internal sealed class Quote : ICodeRepair
{
    public string Name => "csharp.quote";

    public bool Takes(string id) => id is "CS1010" or "CS1039" or "CS1012" or "CS1011" or "CS8997" or "CS8967" or "CS8076";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        var token = wound.Token;
        if (wound.Id is "CS1012" or "CS1011")
        {
            var line = wound.Text.Lines.GetLineFromPosition(wound.Span.Start);
            var text = line.ToString();
            var from = text.IndexOf('\'', Math.Max(0, wound.Span.Start - line.Start));
            var to = from < 0 ? -1 : text.IndexOf('\'', from + 1);
            if (to > from && !text[(from + 1)..to].Contains('"'))
                yield return Candidate.Replace("write more than one character as a string", 1, wound.Tree,
                    TextSpan.FromBounds(line.Start + from, line.Start + to + 1), $"\"{text[(from + 1)..to]}\"") with { MayDrop = 8 };
            yield break;
        }

        var start = wound.Span.Start;
        var end = wound.Text.Lines.GetLineFromPosition(Math.Max(start, token.SpanStart)).End;
        var rest = wound.Text.ToString(TextSpan.FromBounds(Math.Min(start, end), end));
        var quote = token.Text.StartsWith('\'') || rest.StartsWith('\'') ? "'" : "\"";
        // A quote that starts with what follows a string ended one that never began.
        if (rest.Length > 1 && rest[0] == '"' && rest[1] is ')' or ';' or ',' && wound.Text.Lines.GetLineFromPosition(start) is var line2
            && wound.Text.ToString(TextSpan.FromBounds(line2.Start, start)).LastIndexOfAny(['(', '=', '+', ',']) is var opener and >= 0)
        {
            var at = line2.Start + opener + 1;
            while (wound.Text[at] == ' ')
                at++;
            yield return Candidate.Insert($"begin the string on line {wound.Line}", 0.9, wound.Tree, at, "\"");
        }

        // Brackets and signs at the end of the line most likely stand outside the literal.
        var cost = 1.0;
        for (var at = rest.Length; at > 0 && cost < 2; cost += 0.15)
        {
            var tail = rest[at..].Trim();
            if (tail.Length == 0 && cost > 1)
                tail = " ";
            var place = end - (rest.Length - at);
            yield return Candidate.Insert($"end the string on line {wound.Line}", tail switch
            {
                ");" or ";" or "," or ")" or "));" or "," or "};" => 0.8,
                "" => 1.6,
                _ => cost,
            }, wound.Tree, place, quote);
            at--;
            if (at > 0 && rest[at] is not (')' or ';' or ',' or '}' or ']' or ' ' or '{'))
                yield break;
        }
    }
}
