using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tako.House.Tests.Rules;

/// <summary>Every instrument that is made is recorded somewhere.</summary>
internal static class RecordedMetrics
{
    private static readonly string[] Makers = ["CreateCounter", "CreateHistogram", "CreateUpDownCounter", "CreateGauge"];

    public static IEnumerable<Finding> Check(Codebase code)
    {
        foreach (var (tree, file) in code.Trees.Where(entry => entry.File.Under("src")))
        {
            var model = code.Compilation.GetSemanticModel(tree);
            foreach (var call in tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                if (call.Expression is not MemberAccessExpressionSyntax { Name.Identifier.Text: { } maker } || !Makers.Contains(maker))
                    continue;
                var metric = call.ArgumentList.Arguments.FirstOrDefault()?.ToString() ?? "without a name";
                var line = call.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
                var holder = Holder(model, call);
                if (holder is null)
                    yield return new Finding($"{file.Path}:{line}", $"metric {metric} is not kept, so nothing can record it");
                else if (!code.Uses(holder).Any(use => use.File.Under("src") && IsRecorded(use.Name)))
                    yield return new Finding($"{file.Path}:{line}",
                        $"metric {metric} ({holder.Name}) is never recorded; record it or delete it");
            }
        }
    }

    private static ISymbol? Holder(SemanticModel model, SyntaxNode call)
    {
        foreach (var node in call.Ancestors())
        {
            switch (node)
            {
                case AssignmentExpressionSyntax assignment:
                    return model.GetSymbolInfo(assignment.Left).Symbol;
                case VariableDeclaratorSyntax or PropertyDeclarationSyntax:
                    return model.GetDeclaredSymbol(node);
                case StatementSyntax or MemberDeclarationSyntax:
                    return null;
            }
        }

        return null;
    }

    private static bool IsRecorded(SyntaxNode name)
    {
        if (name.Parent is MemberAccessExpressionSyntax qualified && qualified.Name == name)
            name = qualified;
        var called = name.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Expression == name => access.Name.Identifier.Text,
            ConditionalAccessExpressionSyntax
            {
                WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax bound },
            } => bound.Name.Identifier.Text,
            _ => "",
        };
        return called is "Add" or "Record";
    }
}
