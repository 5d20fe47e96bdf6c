using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Types;

/// <summary>A method that is assigned to: what was to be assigned is its argument.</summary>
internal sealed class AssignedCall : ICodeRepair
{
    public string Name => "csharp.assigned-call";

    public bool Takes(string id) => id is "CS1656" or "CS0131" or "CS0029" or "CS0019" or "CS8917" or "CS1503";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        if (wound.Up<AssignmentExpressionSyntax>() is not { } assignment)
            yield break;
        var target = assignment.Left is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } call ? call.Expression
            : assignment.Left;
        if (target is not (IdentifierNameSyntax or MemberAccessExpressionSyntax)
            || wound.Model.GetMemberGroup(target, wound.CancellationToken).IsEmpty)
            yield break;
        var signs = wound.Text.ToString(TextSpan.FromBounds(assignment.Left.Span.End, assignment.Right.SpanStart));
        yield return new Candidate($"call '{target}' with '{assignment.Right}'", 0.8,
        [
            new CodeEdit(wound.Tree, TextSpan.FromBounds(target.Span.End, assignment.Right.SpanStart), signs.Contains('/')
                ? $"({signs[(signs.IndexOf('=') + 1)..]}" : "("),
            new CodeEdit(wound.Tree, new TextSpan(assignment.Right.Span.End, 0), ")"),
        ]) { MayDrop = 2 };
        if (assignment.Right is not TupleExpressionSyntax tuple)
            yield break;
        yield return Candidate.Replace($"call '{target}'", 0.7, wound.Tree, TextSpan.FromBounds(target.Span.End,
            tuple.SpanStart), "") with { MayDrop = 2 };
    }
}
