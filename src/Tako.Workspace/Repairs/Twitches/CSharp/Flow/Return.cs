using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Flow;

/// <summary>A way through a function that ends without a value.</summary>
internal sealed class Return : ICodeRepair
{
    private static readonly string[] ResultNames = ["result", "results", "res", "ret", "retval", "returnvalue", "output",
        "answer", "total", "sum", "value", "default"];

    public string Name => "csharp.return";

    public bool Takes(string id) => id is "CS0161" or "CS1643" or "CS0126" or "CS8070" or "CS0163";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        if (Function.Around(wound.Node) is not { Body: { } body } function || function.ReturnedBy(wound.Model) is not { } wanted
            || wanted.SpecialType == SpecialType.System_Void)
            yield break;
        if (wound.Id is "CS0126" && wound.Up<ReturnStatementSyntax>() is { } bare)
        {
            foreach (var (value, cost) in Values(wound, function, wanted, bare.SpanStart))
                yield return Candidate.Insert($"return '{value}'", cost, wound.Tree, bare.ReturnKeyword.Span.End, $" {value}");
            yield break;
        }

        if (wound.Id is "CS8070" or "CS0163")
            yield break;
        if (body.Statements is [.., ExpressionStatementSyntax { Expression: not AssignmentExpressionSyntax } last]
            && wound.TypeOf(last.Expression) is { } type
            && type.SpecialType != SpecialType.System_Void && wound.Converts(type, wanted))
            yield return Candidate.Insert($"return '{last.Expression}'", 1.1, wound.Tree, last.SpanStart, "return ");
        foreach (var (value, cost) in Values(wound, function, wanted, body.Statements.Count > 0 ? body.Statements[^1].Span.End
            : body.CloseBraceToken.SpanStart))
            yield return Put(wound, body, value, cost);
        // Nothing is returned anywhere and nobody asks for a value: the type was the mistake.
        if (function is { Node: MethodDeclarationSyntax { ReturnType: { } written } method } && method.Identifier.ValueText != "Main"
            && !function.Own<ReturnStatementSyntax>().Any(each => each.Expression is not null)
            && !method.Modifiers.Any(each => each.IsKind(SyntaxKind.OverrideKeyword)))
            yield return Candidate.Replace($"let '{method.Identifier.Text}' return nothing", 2.6, wound.Tree, written.Span, "void") with
            {
                Reaches = method.Identifier.ValueText, MayDrop = 12,
            };
    }

    private static IEnumerable<(string Value, double Cost)> Values(Wound wound, Function function, ITypeSymbol wanted, int at)
    {
        var others = function.Own<ReturnStatementSyntax>().Select(each => each.Expression).OfType<ExpressionSyntax>().ToList();
        var cost = 1.0;
        foreach (var name in Locals(wound, function, wanted, at, others))
            yield return (name, cost += 0.15);
        if (wanted.SpecialType == SpecialType.System_Boolean)
        {
            var allTrue = others.Count > 0 && others.All(each => each.IsKind(SyntaxKind.TrueLiteralExpression));
            var allFalse = others.Count > 0 && others.All(each => each.IsKind(SyntaxKind.FalseLiteralExpression));
            yield return (allFalse && !allTrue ? "true" : "false", 1.5);
            yield break;
        }

        yield return (Literal(wound, function, wanted, others), 2);
    }

    private static IEnumerable<string> Locals(Wound wound, Function function, ITypeSymbol wanted, int at,
        IReadOnlyList<ExpressionSyntax> others)
    {
        var locals = wound.Model.LookupSymbols(at - 1).OfType<ILocalSymbol>()
            .Where(local => SymbolEqualityComparer.Default.Equals(local.Type, wanted)
                || wanted.SpecialType == SpecialType.None && wound.Converts(local.Type, wanted))
            .Where(local => local.DeclaringSyntaxReferences is [var place, ..] && function.Body!.Span.Contains(place.Span)
                && place.Span.Start < at)
            .Where(local => local.DeclaringSyntaxReferences[0].GetSyntax()
                .FirstAncestorOrSelf<BlockSyntax>()?.Span.Contains(at - 1) == true
                && local.DeclaringSyntaxReferences[0].GetSyntax().Parent?.Parent is LocalDeclarationStatementSyntax)
            .ToList();
        var used = others.OfType<IdentifierNameSyntax>().Select(each => each.Identifier.ValueText).ToHashSet(StringComparer.Ordinal);
        var returned = used.Where(name => locals.All(local => local.Name != name)
            && wound.Model.LookupSymbols(at, name: name).FirstOrDefault() is IParameterSymbol or IFieldSymbol or IPropertySymbol
                && others.Count == 1);
        return locals.OrderBy(local => used.Contains(local.Name) ? 0 : 1)
            .ThenBy(local => ResultNames.Any(word => local.Name.Contains(word, StringComparison.OrdinalIgnoreCase)) ? 0 : 1)
            .ThenByDescending(local => LastWrite(function, local))
            .Select(local => local.Name).Concat(returned.Take(1)).Take(4);
    }

    private static int LastWrite(Function function, ILocalSymbol local)
    {
        var writes = function.Own<AssignmentExpressionSyntax>()
            .Where(each => each.Left is IdentifierNameSyntax name && name.Identifier.ValueText == local.Name)
                .Select(each => each.SpanStart);
        return writes.Append(local.DeclaringSyntaxReferences[0].Span.Start).Max();
    }

    private static string Literal(Wound wound, Function function, ITypeSymbol wanted, IReadOnlyList<ExpressionSyntax> others)
    {
        // A search gives the place that it found, or none.
        if (Plain.IsWhole(wanted) && others.Count > 0 && function.Own<StatementSyntax>().Any(each => each is ForStatementSyntax)
            && others.All(each => each is IdentifierNameSyntax name && function.Own<ForStatementSyntax>()
                .Any(loop => loop.Declaration?.Variables.Any(variable => variable.Identifier.ValueText ==
                    name.Identifier.ValueText) == true)))
            return "-1";
        if (wanted.SpecialType == SpecialType.System_String)
            return others.Count > 0 && others.All(each => each.IsKind(SyntaxKind.NullLiteralExpression)
                || each is not LiteralExpressionSyntax and not InterpolatedStringExpressionSyntax)
                ? "null"
                : "\"\"";
        return Plain.Value(wanted) ?? $"default({wound.Write(wanted)})";
    }

    private static Candidate Put(Wound wound, BlockSyntax body, string value, double cost)
    {
        var statement = $"return {value};";
        var what = $"return '{value}' at the end";
        var closing = body.CloseBraceToken;
        if (body.Statements.Count == 0 || !wound.Layout.StartsLine(closing.SpanStart))
        {
            var before = closing.GetPreviousToken();
            return Candidate.Insert(what, cost, wound.Tree, before.Span.End, body.Statements.Count == 0
                && wound.Layout.StartsLine(closing.SpanStart)
                ? wound.Layout.LineEnd + wound.Layout.IndentAt(closing.SpanStart) + wound.Layout.Step + statement
                : $" {statement}");
        }

        return Candidate.Insert(what, cost, wound.Tree, wound.Layout.EndOfLineAfter(body.Statements[^1].GetLastToken()),
            wound.Layout.LineEnd + wound.Layout.IndentAt(body.Statements[^1].SpanStart) + statement);
    }
}
