using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Flow;

/// <summary>An <c>out</c> parameter that keeps its value open on some way.</summary>
internal sealed class OutParameter : ICodeRepair
{
    public string Name => "csharp.out-parameter";

    public bool Takes(string id) => id is "CS0177" or "CS0269";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        if (Function.Around(wound.Node) is not { Body: { Statements: [var first, ..] } } function)
            yield break;
        var names = wound.Quoted;
        var parameter = (function.Node switch
        {
            BaseMethodDeclarationSyntax method => method.ParameterList.Parameters,
            LocalFunctionStatementSyntax local => local.ParameterList.Parameters,
            _ => default,
        }).FirstOrDefault(each => names.Contains(each.Identifier.ValueText));
        if (parameter?.Type is null || wound.TypeOf(parameter.Type) is not { } type)
            yield break;
        yield return Candidate.Insert($"give '{parameter.Identifier.Text}' a value first", 1.2, wound.Tree, first.SpanStart,
            $"{parameter.Identifier.Text} = {Plain.Value(type) ?? "default"};"
                + wound.Layout.LineEnd + wound.Layout.IndentAt(first.SpanStart));
    }
}
