using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Tokens;

/// <summary>A method without a return type: what it returns, or the name of the class misspelt in a constructor.</summary>
internal sealed class ReturnTypeOfMethod : ICodeRepair
{
    public string Name => "csharp.method-type";

    public bool Takes(string id) => id is "CS1520" or "CS1519" or "CS1001";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        if (wound.Up<ConstructorDeclarationSyntax>() is not { } method || method.Parent is not TypeDeclarationSyntax type)
            yield break;
        var name = method.Identifier;
        if (Nearness.Of(name.ValueText, type.Identifier.ValueText) is { } distance)
            yield return Candidate.Replace($"call the constructor '{type.Identifier.Text}'", 0.5 + distance, wound.Tree,
                name.Span, type.Identifier.Text);
        var returned = method.DescendantNodes(node => node is not LambdaExpressionSyntax and not LocalFunctionStatementSyntax)
            .OfType<ReturnStatementSyntax>().Select(each => each.Expression).OfType<ExpressionSyntax>().Select(wound.TypeOf)
                .FirstOrDefault(each => each is not null);
        var written = returned is null ? "void" : wound.Write(returned, name.SpanStart);
        yield return Candidate.Insert($"let '{name.Text}' return '{written}'", 1, wound.Tree, name.SpanStart, written + " ");
    }
}
