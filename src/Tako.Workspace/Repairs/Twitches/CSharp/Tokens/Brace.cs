using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Tokens;

/// <summary>A forgotten <c>{</c> or <c>}</c>, put where the indentation says that it stood.</summary>
internal sealed class Brace : ICodeRepair
{
    private const int TabWidth = 4;

    public string Name => "csharp.brace";

    public bool Takes(string id) => id is "CS1513" or "CS1514" or "CS1022" or "CS1519" or "CS0106" or "CS8803" or "CS1002" or "CS1001"
        or "CS1525" or "CS1524" or "CS0116" or "CS1031" or "CS1026" or "CS8641" or "CS8124" or "CS1029";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        var open = new Stack<(int Indent, SyntaxToken Brace)>();
        var closers = 0;
        var openers = 0;
        var last = default(SyntaxToken);
        foreach (var token in wound.Root.DescendantTokens(descendIntoTrivia: false).SelectMany(WithSkipped))
        {
            if (token.Span.IsEmpty)
                continue;
            var starts = wound.Layout.StartsLine(token.SpanStart);
            var indent = Width(wound.Layout.IndentAt(token.SpanStart));
            var closes = token.IsKind(SyntaxKind.CloseBraceToken);
            if (starts && open.Count > 0 && last.RawKind != 0 && !token.IsKind(SyntaxKind.OpenBraceToken)
                && (closes ? indent < open.Peek().Indent : indent <= open.Peek().Indent) && closers < 3 && !IsLabel(token))
            {
                closers++;
                yield return Close(wound, last, open.Pop().Brace, 0.5 + closers * 0.4);
            }

            if (starts && closes && open.Count > 0 && indent > open.Peek().Indent && openers < 2
                && Header(wound, token, indent) is { } header)
            {
                openers++;
                yield return Candidate.Insert($"put '{{' after '{header.Text}'", 1.2 + openers, wound.Tree, header.Span.End, " {");
                open.Push((indent, token));
            }

            if (token.IsKind(SyntaxKind.OpenBraceToken))
                open.Push((indent, token));
            else if (closes && open.Count > 0)
                open.Pop();
            last = token;
        }

        if (open.Count > 0 && last.RawKind != 0)
            yield return Close(wound, last, open.Peek().Brace, 1.6);
    }

    // Case labels and members of goto stand where they like.
    private static bool IsLabel(SyntaxToken token) =>
        token.IsKind(SyntaxKind.CaseKeyword) || token.IsKind(SyntaxKind.DefaultKeyword) || token.Parent is LabeledStatementSyntax;

    private static IEnumerable<SyntaxToken> WithSkipped(SyntaxToken token) => token.HasLeadingTrivia || token.HasTrailingTrivia
        ? [.. Skipped(token.LeadingTrivia), token, .. Skipped(token.TrailingTrivia)]
        : [token];

    private static IEnumerable<SyntaxToken> Skipped(SyntaxTriviaList trivia) =>
        trivia.Where(each => each.IsKind(SyntaxKind.SkippedTokensTrivia)).SelectMany(each => each.GetStructure()!.DescendantTokens());

    private static Candidate Close(Wound wound, SyntaxToken last, SyntaxToken opener, double cost)
    {
        var at = wound.Layout.EndOfLineAfter(last);
        return Candidate.Insert($"put '}}' after line {wound.Text.Lines.GetLineFromPosition(last.Span.End).LineNumber + 1}",
            cost, wound.Tree, at,
            wound.Layout.LineEnd + wound.Layout.IndentAt(opener.SpanStart) + "}");
    }

    // The last line above that is indented like the brace and opens nothing.
    private static SyntaxToken? Header(Wound wound, SyntaxToken closing, int indent)
    {
        for (var number = wound.Text.Lines.GetLineFromPosition(closing.SpanStart).LineNumber - 1; number >= 0; number--)
        {
            var line = wound.Text.Lines[number];
            var text = line.ToString().Trim();
            if (text.Length == 0 || Width(wound.Layout.IndentOf(line)) > indent)
                continue;
            var token = wound.TokenBefore(line.End);
            return Width(wound.Layout.IndentOf(line)) == indent && token.RawKind != 0 && token.Text is not (";" or "{" or "}"
                or ",") && token.SpanStart >= line.Start
                ? token
                : null;
        }

        return null;
    }

    private static int Width(string indent) => indent.Sum(sign => sign == '\t' ? TabWidth : 1);
}
