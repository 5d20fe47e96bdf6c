using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Types;

/// <summary>A value of one type where another is wanted: converted as people write it.</summary>
internal sealed class Conversion : ICodeRepair
{
    public string Name => "csharp.conversion";

    public bool Takes(string id) => id is "CS0029" or "CS0266" or "CS1503" or "CS0030" or "CS0019" or "CS1950" or "CS0037"
        or "CS0664" or "CS0173"
        or "CS1929" or "CS0151" or "CS0031" or "CS0221" or "CS1662" or "CS0407";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        if (wound.Id == "CS0019" || wound.Expression is not { } value)
        {
            if (wound.Up<BinaryExpressionSyntax>() is { } binary)
                return Sides(wound, binary);
            return [];
        }

        if (wound.Id == "CS0030" && value is CastExpressionSyntax cast)
            return wound.TypeOf(cast.Expression) is { } inner && wound.TypeOf(cast.Type) is { } to
                ? Written(cast.Expression, inner, to, wound).Where(each => !each.Text.StartsWith('('))
                    .Select(each => Candidate.Replace($"write '{each.Text}'", each.Cost, wound.Tree, cast.Span,
                        each.Text) with { MayDrop = 4 })
                : [];
        return wound.TypeOf(value) is { } from ? Wanted(wound, value).SelectMany(to => Ways(wound, value, from, to)) : [];
    }

    private static IEnumerable<Candidate> Ways(Wound wound, ExpressionSyntax value, ITypeSymbol from, ITypeSymbol to)
    {
        foreach (var (text, cost) in Written(value, from, to, wound))
            yield return Candidate.Replace($"write '{Short(text)}'", cost, wound.Tree, value.Span, text);
        // A wrongly declared local takes the type of what is put into it.
        if (value.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax 
            { Parent: VariableDeclarationSyntax { Variables.Count: 1, Type: { IsVar: false } declared } declaration } }
            && declaration.Parent is LocalDeclarationStatementSyntax)
        {
            var sure = from is IArrayTypeSymbol || Plain.Value(from) is null || !wound.Compilation.ClassifyConversion(from, to)
                .Exists ? 1.4 : 2;
            if (value is LiteralExpressionSyntax or ObjectCreationExpressionSyntax)
                sure -= 0.3;
            yield return Candidate.Replace($"declare it as '{wound.Write(from)}'", sure, wound.Tree, declared.Span,
                wound.Write(from)) with { MayDrop = 8 };
        }
    }

    private static IEnumerable<Candidate> Sides(Wound wound, BinaryExpressionSyntax binary)
    {
        if (wound.TypeOf(binary.Left) is not { } left || wound.TypeOf(binary.Right) is not { } right)
            yield break;
        foreach (var (text, cost) in Written(binary.Right, right, left, wound))
            yield return Candidate.Replace($"write '{Short(text)}'", cost + (binary.Right is LiteralExpressionSyntax ? 0 : 0.2),
                wound.Tree, binary.Right.Span, text);
        foreach (var (text, cost) in Written(binary.Left, left, right, wound))
            yield return Candidate.Replace($"write '{Short(text)}'", cost + (binary.Left is LiteralExpressionSyntax ? 0 : 0.1),
                wound.Tree, binary.Left.Span, text);
        if (binary.IsKind(SyntaxKind.BitwiseAndExpression) || binary.IsKind(SyntaxKind.BitwiseOrExpression))
            yield return Candidate.Replace("use the logical operator", 1.5, wound.Tree, binary.OperatorToken.Span,
                binary.OperatorToken.Text + binary.OperatorToken.Text);
    }

    private static IEnumerable<ITypeSymbol> Wanted(Wound wound, ExpressionSyntax value)
    {
        if (wound.Model.GetTypeInfo(value, wound.CancellationToken).ConvertedType is { TypeKind: not TypeKind.Error } converted
            && !SymbolEqualityComparer.Default.Equals(converted, wound.TypeOf(value)))
            yield return converted;
        if (value.Parent is ArgumentSyntax { Parent: BaseArgumentListSyntax { Parent: { } call } list } argument)
        {
            var position = list.Arguments.IndexOf(argument);
            var info = wound.Model.GetSymbolInfo(call, wound.CancellationToken);
            foreach (var parameters in new[] { info.Symbol }.Concat(info.CandidateSymbols)
                .Concat(wound.Model.GetMemberGroup(call is InvocationExpressionSyntax i ? i.Expression : call))
                .Select(symbol => symbol switch { IMethodSymbol method => method.Parameters, IPropertySymbol indexer =>
                    indexer.Parameters, _ => [] })
                .Where(each => each.Length >= list.Arguments.Count).Take(12))
            {
                var parameter = argument.NameColon is { } named
                    ? parameters.FirstOrDefault(each => each.Name == named.Name.Identifier.ValueText) : parameters[position];
                if (parameter?.Type is { TypeKind: not (TypeKind.Error or TypeKind.TypeParameter) } type)
                    yield return type;
            }

            yield break;
        }

        var target = value.Parent switch
        {
            AssignmentExpressionSyntax assignment when assignment.Right == value => wound.TypeOf(assignment.Left),
            ReturnStatementSyntax or ArrowExpressionClauseSyntax => Function.Around(value)?.ReturnedBy(wound.Model),
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } } =>
                wound.TypeOf(declaration.Type),
            _ => null,
        };
        if (target is not null)
            yield return target;
    }

    private static IEnumerable<(string Text, double Cost)> Written(ExpressionSyntax value, ITypeSymbol from, ITypeSymbol to, Wound wound)
    {
        var text = value.ToString();
        var tight = Tight(value) ? text : $"({text})";
        var target = wound.Write(to);
        if (value is LiteralExpressionSyntax literal)
        {
            foreach (var other in Literal(literal, to))
                yield return other;
        }

        if (to.SpecialType == SpecialType.System_String)
        {
            if (from is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Char }
                || from is INamedTypeSymbol { Name: "IEnumerable", TypeArguments: [{ SpecialType: SpecialType.System_Char }] })
                yield return ($"new string({text})", 0.9);
            if (from.SpecialType != SpecialType.System_Void)
                yield return ($"{tight}.ToString()", from.SpecialType == SpecialType.System_Object ? 1.3 : 1);
        }

        // A text that is written out and no number will be none at run time either.
        if (from.SpecialType == SpecialType.System_String && value is not LiteralExpressionSyntax
            && (Plain.IsNumber(to) || to.SpecialType is SpecialType.System_Boolean
            or SpecialType.System_DateTime
            || to is { Name: "Guid" or "TimeSpan" or "DateTimeOffset" or "DateOnly" }))
        {
            yield return ($"{target}.Parse({text})", UsesConvert(wound) ? 1.1 : 0.9);
            if (Plain.IsNumber(to) && UsesConvert(wound))
                yield return ($"Convert.To{to.Name}({text})", 1);
        }

        if (from.SpecialType == SpecialType.System_String && to.SpecialType == SpecialType.System_Char)
            yield return ($"{tight}[0]", 1.4);
        if (from.SpecialType == SpecialType.System_String && to.TypeKind == TypeKind.Enum)
            yield return ($"Enum.Parse<{target}>({text})", 1.3);
        if (to is IArrayTypeSymbol array && wound.Converts(from, array.ElementType))
            yield return ($"new {wound.Write(array.ElementType)}[] {{ {text} }}", 1.6);
        if (Elements(from) is { } item && value is not LiteralExpressionSyntax)
        {
            if (to is IArrayTypeSymbol { Rank: 1 } wantedArray && wound.Converts(item, wantedArray.ElementType))
                yield return ($"{tight}.ToArray()", 0.9);
            if (to is INamedTypeSymbol { Name: "List" or "IList" or "ICollection", TypeArguments: [var listed] }
                && wound.Converts(item, listed))
                yield return ($"{tight}.ToList()", 0.9);
        }

        if (from is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: [var result] } && wound.Converts(result, to))
            yield return ($"await {text}", 0.9);
        if (from.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T
            && from is INamedTypeSymbol { TypeArguments: [var inner] } && wound.Converts(inner, to))
            yield return ($"{tight}.Value", 1.2);
        if (Plain.IsWhole(from) && to.SpecialType == SpecialType.System_Boolean)
            yield return ($"{tight} != 0", 1.4);
        if (from.SpecialType == SpecialType.System_Boolean && Plain.IsWhole(to))
            yield return ($"{tight} ? 1 : 0", 1.7);
        if (wound.Compilation.ClassifyConversion(from, to) is { Exists: true, IsExplicit: true }
            && to.SpecialType != SpecialType.System_Void)
            yield return ($"({target}){tight}", 1);
        // What is wanted lies one step inside of what is given.
        foreach (var member in Inside(from, to).Take(2))
            yield return ($"{tight}.{member}", 1.8);
    }

    private static IEnumerable<(string, double)> Literal(LiteralExpressionSyntax literal, ITypeSymbol to)
    {
        var token = literal.Token;
        if (token.IsKind(SyntaxKind.NumericLiteralToken) && token.Value is double && !char.IsLetter(token.Text[^1]))
        {
            if (to.SpecialType == SpecialType.System_Single)
                yield return (token.Text + "f", 0.7);
            if (to.SpecialType == SpecialType.System_Decimal)
                yield return (token.Text + "m", 0.7);
        }

        if (token.IsKind(SyntaxKind.StringLiteralToken) && to.SpecialType == SpecialType.System_Char
            && token.ValueText is [not ('\'' or '\\')])
            yield return ($"'{token.ValueText}'", 0.7);
        if (token.IsKind(SyntaxKind.CharacterLiteralToken) && to.SpecialType == SpecialType.System_String)
            yield return ($"\"{token.Text[1..^1].Replace("\"", "\\\"", StringComparison.Ordinal)}\"", 0.7);
        if (token.IsKind(SyntaxKind.StringLiteralToken) && (Plain.IsNumber(to) || to.SpecialType == SpecialType.System_Boolean)
            && (decimal.TryParse(token.ValueText, System.Globalization.NumberStyles.Number,
                System.Globalization.CultureInfo.InvariantCulture, out _) && Plain.IsNumber(to) && !token.ValueText.Contains(',')
                || token.ValueText is "true" or "false" && !Plain.IsNumber(to)))
            yield return (token.ValueText, 0.7);
        if (token.IsKind(SyntaxKind.NumericLiteralToken) && to.SpecialType == SpecialType.System_String)
            yield return ($"\"{token.Text}\"", 0.9);
        if (token.Text is "0" or "1" && to.SpecialType == SpecialType.System_Boolean)
            yield return (token.Text == "1" ? "true" : "false", 0.7);
        if (token.IsKind(SyntaxKind.NullKeyword) && Plain.Value(to) is { } plain && plain != "null")
            yield return (plain, 1.4);
    }

    private static IEnumerable<string> Inside(ITypeSymbol from, ITypeSymbol to) => from.DeclaringSyntaxReferences.Length == 0
        ? []
        : from.GetMembers().Where(member => member is { DeclaredAccessibility: Accessibility.Public, IsStatic: false } && (member switch
        {
            IPropertySymbol { Parameters.Length: 0 } property => SymbolEqualityComparer.Default.Equals(property.Type, to),
            IFieldSymbol field => SymbolEqualityComparer.Default.Equals(field.Type, to),
            _ => false,
        })).Select(member => member.Name);

    private static ITypeSymbol? Elements(ITypeSymbol type) => type is IArrayTypeSymbol array
        ? array.ElementType
        : type.AllInterfaces.Append(type as INamedTypeSymbol).FirstOrDefault(each => each?.OriginalDefinition.SpecialType ==
            SpecialType.System_Collections_Generic_IEnumerable_T)?.TypeArguments[0];

    private static bool UsesConvert(Wound wound) => wound.Text.ToString().Contains("Convert.To", StringComparison.Ordinal);

    private static bool Tight(ExpressionSyntax value) => value is IdentifierNameSyntax or MemberAccessExpressionSyntax
        or InvocationExpressionSyntax
        or ElementAccessExpressionSyntax or LiteralExpressionSyntax or ParenthesizedExpressionSyntax or ThisExpressionSyntax
            or TypeOfExpressionSyntax
        or ObjectCreationExpressionSyntax or InterpolatedStringExpressionSyntax or BaseObjectCreationExpressionSyntax;

    private static string Short(string text) => text.Length <= 60 ? text : text[..57] + "...";
}
