using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Flow;

/// <summary>A function said to return nothing that returns a value.</summary>
internal sealed class ReturnType : ICodeRepair
{
    public string Name => "csharp.return-type";

    public bool Takes(string id) => id is "CS0127" or "CS1997" or "CS8030" or "CS0029" or "CS0266";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        if (wound.Id is "CS0029" or "CS0266" && wound.Expression?.Parent is not ReturnStatementSyntax
            || Function.Around(wound.Node) is not { ReturnType: { } written, Name: { } name } function)
            yield break;
        if (IsHandler(function) || function.Modifiers.Any(each => each.IsKind(SyntaxKind.OverrideKeyword)))
            yield break;
        var values = function.Own<ReturnStatementSyntax>().Select(each => each.Expression).OfType<ExpressionSyntax>().ToList();
        var types = values.Select(wound.TypeOf).OfType<ITypeSymbol>().ToList();
        var common = types.FirstOrDefault(type => types.All(other => wound.Converts(other, type)));
        if (common is null || common.SpecialType == SpecialType.System_Void)
            yield break;
        var type = wound.Write(common, written.SpanStart);
        if (function.Modifiers.Any(each => each.IsKind(SyntaxKind.AsyncKeyword)))
            type = $"Task<{type}>";
        var cost = wound.Id is "CS0029" or "CS0266" ? 2.5 : 1;
        var change = new CodeEdit(wound.Tree, written.Span, type);
        var dropped = written.DescendantTokens().Count();
        yield return new Candidate($"let '{name}' return '{type}'", cost, [change]) { Reaches = name, MayDrop = dropped };
        // The ways that return nothing need a value as well.
        var bare = function.Own<ReturnStatementSyntax>().Where(each => each.Expression is null)
            .Select(each => new CodeEdit(wound.Tree, new TextSpan(each.ReturnKeyword.Span.End, 0),
                $" {Plain.Value(common) ?? "default"}")).ToList();
        var end = function.Body is { } body && wound.Model.AnalyzeControlFlow(body) is { Succeeded: true, EndPointIsReachable: true }
            ? [new CodeEdit(wound.Tree, new TextSpan(wound.Layout.EndOfLineAfter(body.Statements[^1].GetLastToken()), 0),
                wound.Layout.LineEnd
                + wound.Layout.IndentAt(body.Statements[^1].SpanStart) + $"return {Plain.Value(common) ?? "default"};")]
            : Array.Empty<CodeEdit>();
        if (bare.Count + end.Length > 0 && cost < 2)
            yield return new Candidate($"let '{name}' return '{type}' on every way", cost + 0.4,
                [change, .. bare, .. end]) { Reaches = name, MayDrop = dropped };
    }

    // What an event calls has the signature that the event says.
    private static bool IsHandler(Function function) =>
        function.Node is MethodDeclarationSyntax { ParameterList.Parameters: [{ Type: { } sender }, { Type: { } e }] }
        && sender.ToString() is "object" or "object?" && e.ToString().EndsWith("EventArgs", StringComparison.Ordinal);
}
