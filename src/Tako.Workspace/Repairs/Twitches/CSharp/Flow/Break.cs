using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Flow;

/// <summary>A section of a <c>switch</c> that runs on into the next.</summary>
internal sealed class Break : ICodeRepair
{
    public string Name => "csharp.break";

    public bool Takes(string id) => id is "CS0163" or "CS8070";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        if (wound.Up<SwitchSectionSyntax>() is not { Parent: SwitchStatementSyntax all } section)
            yield break;
        var jumps = all.Sections.Where(other => other != section).Select(other => Last(other)).OfType<StatementSyntax>().ToList();
        var breaks = jumps.Count(jump => jump is BreakStatementSyntax);
        yield return Put(wound, section, "break;", breaks > 0 || jumps.Count == 0 ? 1 : 1.3);
        // Where no section breaks, what the others do is the idiom.
        if (breaks == 0 && jumps.Count > 0 && jumps.All(jump => jump is ContinueStatementSyntax))
            yield return Put(wound, section, "continue;", 1);
        if (breaks == 0 && jumps.Count > 0 && jumps.All(jump => jump is ReturnStatementSyntax { Expression: null }))
            yield return Put(wound, section, "return;", 1);
        if (section.Statements is [.., ExpressionStatementSyntax { Expression: var value } last]
            && jumps.Any(jump => jump is ReturnStatementSyntax { Expression: not null })
            && wound.TypeOf(value) is { SpecialType: not SpecialType.System_Void } type
            && Function.Around(section)?.ReturnedBy(wound.Model) is { } wanted && wound.Converts(type, wanted))
            yield return Candidate.Insert($"return '{value}'", 0.9, wound.Tree, last.SpanStart, "return ");
    }

    private static StatementSyntax? Last(SwitchSectionSyntax section) =>
        section.Statements.LastOrDefault() is BlockSyntax block ? block.Statements.LastOrDefault() : section.Statements.LastOrDefault();

    private static Candidate Put(Wound wound, SwitchSectionSyntax section, string jump, double cost)
    {
        var what = $"end the section '{section.Labels[^1].ToString().Trim()}' with '{jump}'";
        var last = section.Statements[^1];
        if (last is BlockSyntax { Statements: [.., var inner] })
            last = inner;
        var token = last.GetLastToken();
        // One line for the whole section keeps to that line.
        var sameLine = !wound.Layout.StartsLine(last.SpanStart);
        return Candidate.Insert(what, cost, wound.Tree, sameLine ? token.Span.End : wound.Layout.EndOfLineAfter(token),
            sameLine ? $" {jump}" : wound.Layout.LineEnd + wound.Layout.IndentAt(last.SpanStart) + jump);
    }
}
