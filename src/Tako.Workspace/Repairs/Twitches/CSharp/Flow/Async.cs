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

    public bool Takes(string id) => id is "CS4032" or "CS4033" or "CS4034" or "CS1983" or "CS4008" or "CS1992" or "CS0246" or "CS0103";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        if (Function.Around(wound.Node) is not { } function)
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
