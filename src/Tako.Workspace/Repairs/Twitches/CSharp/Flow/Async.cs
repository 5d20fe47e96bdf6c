using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Flow;

/// <summary><c>await</c> in a function that is not asynchronous, and an asynchronous one without a task.</summary>
internal sealed class Async : ICodeRepair
{
    public string Name => "csharp.async";

    public bool Takes(string id) => id is "CS4032" or "CS4033" or "CS4034" or "CS1983" or "CS4008" or "CS1992" or "CS0246"
        or "CS0103" or "CS4016" or "CS1061";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        if (wound.Id == "CS4016" && wound.Up<ReturnStatementSyntax>()?.Expression is { } late)
            yield return Candidate.Insert("wait for the task", 0.8, wound.Tree, late.SpanStart, "await ");
        if (wound.Id == "CS1061")
        {
            if (wound.Node.FirstAncestorOrSelf<MemberAccessExpressionSyntax>() is { } access
                && wound.TypeOf(access.Expression) is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: [var result] }
                && result.GetMembers(access.Name.Identifier.ValueText).Length > 0)
                yield return Candidate.Replace("wait for the task", 0.8, wound.Tree, access.Expression.Span,
                    $"(await {access.Expression})");
            yield break;
        }

        // What is awaited and returns nothing has to return a task.
        var called = wound.Id == "CS4008" && wound.Up<AwaitExpressionSyntax>() is { Expression: InvocationExpressionSyntax call }
            && wound.Model.GetSymbolInfo(call, wound.CancellationToken).Symbol is { DeclaringSyntaxReferences: [var place, ..] }
            && place.SyntaxTree == wound.Tree ? place.GetSyntax(wound.CancellationToken) : wound.Node;
        if (wound.Id == "CS4016" || Function.Around(called) is not { } function)
            yield break;
        if (wound.Id is "CS0246" or "CS0103" && wound.Token.Text != "await")
            yield break;
        if (function.Node is AnonymousFunctionExpressionSyntax lambda)
        {
            yield return Candidate.Insert("make the lambda asynchronous", 1, wound.Tree, lambda.SpanStart, "async ");
            yield break;
        }

        if (function is not { ReturnType: { } written, Name: { } name })
            yield break;
        var isAsync = function.Modifiers.Any(each => each.IsKind(SyntaxKind.AsyncKeyword));
        var type = written.ToString();
        var task = type == "void" ? "Task" : type.StartsWith("Task", StringComparison.Ordinal)
            || type.StartsWith("ValueTask", StringComparison.Ordinal)
            || type.StartsWith("IAsync", StringComparison.Ordinal) ? null : $"Task<{type}>";
        List<CodeEdit> edits = [];
        if (task is not null)
            edits.Add(new CodeEdit(wound.Tree, written.Span, isAsync ? task : $"async {task}"));
        else if (!isAsync)
            edits.Add(new CodeEdit(wound.Tree, new TextSpan(written.SpanStart, 0), "async "));
        if (edits.Count == 0)
            yield break;
        var what = $"make '{name}' asynchronous";
        yield return new Candidate(what, 1, edits) { Reaches = name };
        if (!Usings.Has(wound.Root, "System.Threading.Tasks"))
            yield return new Candidate(what, 1.1, [.. edits, Usings.Add(wound, "System.Threading.Tasks")]) { Reaches = name };
        if (type == "void" && !isAsync)
            yield return Candidate.Insert(what, 1.5, wound.Tree, written.SpanStart, "async ");
    }
}
