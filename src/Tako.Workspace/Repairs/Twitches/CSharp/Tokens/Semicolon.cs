using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Tokens;

/// <summary>A statement or member without its <c>;</c>.</summary>
internal sealed class Semicolon : ICodeRepair
{
    public string Name => "csharp.semicolon";

    public bool Takes(string id) => id is "CS1002" or "CS1003" or "CS1525" or "CS1001" or "CS1026";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        if (wound.Before is not { RawKind: not 0 } before)
            yield break;
        if (wound.Id is "CS1002")
            yield return Put(wound, before, 1);
        // The parser often reads on into the next line before it notices.
        var line = wound.Text.Lines.GetLineFromPosition(Math.Min(wound.Span.Start, wound.Text.Length));
        var last = wound.TokenBefore(line.Start);
        if (last.RawKind != 0 && !last.IsKind(SyntaxKind.SemicolonToken) && !last.IsKind(SyntaxKind.OpenBraceToken)
            && !last.IsKind(SyntaxKind.CloseBraceToken) && last != before)
            yield return Put(wound, last, 2);
        if (wound.Id is not "CS1002")
            yield return Put(wound, before, 2.5);
    }

    private static Candidate Put(Wound wound, SyntaxToken after, double cost) =>
        Candidate.Insert($"put ';' after '{after.Text}'", cost, wound.Tree, after.Span.End, ";");
}
