using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Names;

/// <summary>A using directive below other code, and one that names a type as if it were a namespace.</summary>
internal sealed class UsingPlace : ICodeRepair
{
    public string Name => "csharp.using-place";

    public bool Takes(string id) => id is "CS1529" or "CS0138";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        var directive = wound.Up<UsingDirectiveSyntax>() ?? wound.Root.DescendantTrivia()
            .Where(trivia => trivia.IsKind(SyntaxKind.SkippedTokensTrivia) && trivia.FullSpan.Contains(wound.Span.Start))
            .Select(trivia => trivia.GetStructure()).OfType<UsingDirectiveSyntax>().FirstOrDefault();
        if (wound.Id == "CS0138")
        {
            if (directive is { StaticKeyword.RawKind: 0, Alias: null })
                yield return Candidate.Insert("use the members of the type", 0.8, wound.Tree, directive.UsingKeyword.Span.End, " static");
            yield break;
        }

        var from = wound.Text.Lines.GetLineFromPosition(wound.Span.Start);
        var semicolon = wound.Text.ToString(TextSpan.FromBounds(wound.Span.Start, from.End)).IndexOf(';');
        if (semicolon < 0)
            yield break;
        var span = TextSpan.FromBounds(wound.Span.Start, wound.Span.Start + semicolon + 1);
        var text = wound.Text.ToString(span);
        var whole = wound.Layout.StartsLine(span.Start) && wound.Layout.EndsLine(span.End)
            ? TextSpan.FromBounds(from.Start, from.EndIncludingLineBreak) : span;
        var first = wound.Root.GetFirstToken().SpanStart;
        if (first < span.Start)
            yield return new Candidate("put the using directive first", 0.8,
                [new CodeEdit(wound.Tree, new TextSpan(first, 0), text + wound.Layout.LineEnd), new CodeEdit(wound.Tree, whole, "")])
            {
                MayDrop = SyntaxFactory.ParseTokens(text).Count(),
            };
    }
}
