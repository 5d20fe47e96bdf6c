using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Tokens;

/// <summary>A parameter without its type: what callers pass and what the body does with it tell which.</summary>
internal sealed class ParameterType : ICodeRepair
{
    private static readonly string[] WholeNumbers = ["count", "amount", "number", "num", "index", "id", "size", "length", "age",
        "year", "level", "score"];

    public string Name => "csharp.parameter-type";

    public bool Takes(string id) => id is "CS1001" or "CS1031";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        var parameter = wound.Up<ParameterSyntax>() ?? wound.Before.Parent?.FirstAncestorOrSelf<ParameterSyntax>();
        if (parameter is not { Type: IdentifierNameSyntax { Identifier: var name }, Identifier.IsMissing: true,
            Parent: ParameterListSyntax list })
            yield break;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var cost = 0.8;
        foreach (var type in Passed(wound, list, parameter).Concat(Used(wound, list, name.ValueText))
            .Concat(SameName(wound, name.ValueText)))
        {
            if (type is { TypeKind: not TypeKind.Error } and not { SpecialType: SpecialType.System_Void }
                && seen.Add(wound.Write(type, name.SpanStart)))
                yield return Put(wound, name, wound.Write(type, name.SpanStart), cost += 0.1);
        }

        var whole = name.ValueText.Length == 1
            || WholeNumbers.Any(word => name.ValueText.EndsWith(word, StringComparison.OrdinalIgnoreCase));
        foreach (var type in whole ? ["int", "string", "double"] : new[] { "string", "int", "double", "bool" })
        {
            if (seen.Add(type))
                yield return Put(wound, name, type, cost += 0.2);
        }
    }

    private static Candidate Put(Wound wound, SyntaxToken name, string type, double cost) =>
        Candidate.Insert($"give the parameter '{name.Text}' the type '{type}'", cost, wound.Tree, name.SpanStart, type + " ");

    private static IEnumerable<ITypeSymbol?> Passed(Wound wound, ParameterListSyntax list, ParameterSyntax parameter)
    {
        var position = list.Parameters.IndexOf(parameter);
        var called = list.Parent switch
        {
            MethodDeclarationSyntax method => method.Identifier.ValueText,
            LocalFunctionStatementSyntax local => local.Identifier.ValueText,
            ConstructorDeclarationSyntax constructor => constructor.Identifier.ValueText,
            _ => null,
        };
        foreach (var arguments in wound.Root.DescendantNodes().OfType<ArgumentListSyntax>())
        {
            var name = arguments.Parent switch
            {
                InvocationExpressionSyntax { Expression: SimpleNameSyntax simple } => simple.Identifier.ValueText,
                InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } => member.Name.Identifier.ValueText,
                ObjectCreationExpressionSyntax { Type: SimpleNameSyntax simple } => simple.Identifier.ValueText,
                _ => null,
            };
            if (name is not null && name == called && arguments.Arguments.Count == list.Parameters.Count
                && position < arguments.Arguments.Count)
                yield return wound.TypeOf(arguments.Arguments[position].Expression);
        }
    }

    private static IEnumerable<ITypeSymbol?> Used(Wound wound, ParameterListSyntax list, string name)
    {
        foreach (var use in (list.Parent?.DescendantNodes() ?? []).OfType<IdentifierNameSyntax>()
            .Where(use => use.Identifier.ValueText == name
            && use.Parent is not ParameterSyntax))
        {
            switch (use.Parent)
            {
                case ArgumentSyntax { Parent: ArgumentListSyntax arguments } argument when arguments.Parent is { } call:
                    var at = arguments.Arguments.IndexOf(argument);
                    var info = wound.Model.GetSymbolInfo(call, wound.CancellationToken);
                    foreach (var method in new[] { info.Symbol }.Concat(info.CandidateSymbols).OfType<IMethodSymbol>().Take(4))
                    {
                        // Whatever prints takes anything, and so tells nothing.
                        if (at < method.Parameters.Length && method.Parameters[at].Type.SpecialType != SpecialType.System_Object
                            && info.Symbol is not null)
                            yield return method.Parameters[at].Type;
                        else if (info.Symbol is null && method.DeclaringSyntaxReferences.Length > 0 && at < method.Parameters.Length)
                            yield return method.Parameters[at].Type;
                    }

                    break;
                case BinaryExpressionSyntax binary:
                    var other = wound.TypeOf(binary.Left == use ? binary.Right : binary.Left);
                    if (!(binary.IsKind(SyntaxKind.AddExpression) && other?.SpecialType == SpecialType.System_String))
                        yield return other;
                    break;
                case AssignmentExpressionSyntax assignment:
                    yield return wound.TypeOf(assignment.Left == use ? assignment.Right : assignment.Left);
                    break;
                case IfStatementSyntax or WhileStatementSyntax
                    or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression }:
                    yield return wound.Compilation.GetSpecialType(SpecialType.System_Boolean);
                    break;
                case ReturnStatementSyntax when list.Parent is MethodDeclarationSyntax method:
                    yield return wound.TypeOf(method.ReturnType);
                    break;
                case EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax { Type.IsVar: false } declaration }:
                    yield return wound.TypeOf(declaration.Type);
                    break;
                case PostfixUnaryExpressionSyntax or ElementAccessExpressionSyntax or BracketedArgumentListSyntax:
                    yield return wound.Compilation.GetSpecialType(SpecialType.System_Int32);
                    break;
            }
        }
    }

    private static IEnumerable<ITypeSymbol?> SameName(Wound wound, string name) => wound.Root.DescendantNodes().Select(node => node switch
    {
        VariableDeclaratorSyntax variable when variable.Identifier.ValueText.Equals(name, StringComparison.OrdinalIgnoreCase) =>
            wound.Model.GetDeclaredSymbol(variable, wound.CancellationToken) switch
            {
                IFieldSymbol field => field.Type,
                ILocalSymbol local => local.Type,
                _ => null,
            },
        PropertyDeclarationSyntax property when property.Identifier.ValueText.Equals(name, StringComparison.OrdinalIgnoreCase)
            => wound.TypeOf(property.Type),
        ParameterSyntax { Type: { } type, Identifier.IsMissing: false } other when other.Identifier.ValueText.Equals(name,
            StringComparison.OrdinalIgnoreCase) =>
            wound.TypeOf(type),
        _ => null,
    });
}
