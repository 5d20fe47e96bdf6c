using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tako.Workspace.Guard.Tampering;

/// <summary>Reads tests in C# by their syntax, so that comments, strings and disabled code do not count.</summary>
internal static class CSharpTests
{
    private static readonly HashSet<string> CaseAttributes = new(StringComparer.Ordinal)
    {
        "Fact", "Theory", "Test", "TestMethod", "DataTestMethod", "Property", "SkippableFact", "SkippableTheory",
    };

    private static readonly HashSet<string> RowAttributes = new(StringComparer.Ordinal)
    {
        "InlineData", "TestCase", "DataRow", "MemberData", "ClassData", "TestCaseSource", "Arguments",
    };

    private static readonly HashSet<string> SkipAttributes = new(StringComparer.Ordinal) { "Ignore", "Explicit" };

    private static readonly HashSet<string> SkipCalls = new(StringComparer.Ordinal)
    {
        "Assert.Ignore", "Assert.Inconclusive", "Assert.Skip", "Assert.SkipWhen", "Assert.SkipUnless", "Assert.Pass",
            "Skip.If", "Skip.IfNot",
    };

    private static readonly HashSet<string> ExactNames = new(StringComparer.Ordinal)
    {
        "Equal", "AreEqual", "ShouldBe", "Be", "Same", "AreSame", "StrictEqual", "Equivalent", "BeEquivalentTo", "BeEqualTo", "IsEqualTo",
        "ShouldBeSameAs", "ShouldBeEquivalentTo", "ContainSingle", "Single", "Throws", "ThrowsAsync", "ShouldThrow",
    };

    public static TestProfile Read(string text)
    {
        var root = CSharpSyntaxTree.ParseText(text).GetRoot();
        var attributes = root.DescendantNodes().OfType<AttributeSyntax>().ToList();
        var calls = root.DescendantNodes().OfType<InvocationExpressionSyntax>().ToList();
        var assertions = calls.Where(IsAssertion).ToList();
        var tests = root.DescendantNodes().OfType<MethodDeclarationSyntax>()
            .Where(method => method.AttributeLists.SelectMany(list => list.Attributes).Any(each => CaseAttributes.Contains(Name(each))))
            .ToList();
        return new TestProfile
        {
            Cases = tests.Count + attributes.Count(each => RowAttributes.Contains(Name(each))),
            Skips = attributes.Count(IsSkip) + calls.Count(call => SkipCalls.Contains(call.Expression.ToString()))
                + root.DescendantNodes().OfType<IfStatementSyntax>().Count(each => each.Condition.ToString() is "false"),
            Assertions = assertions.Count,
            Exact = assertions.Count(call => ExactNames.Contains(Method(call))),
            Tautologies = assertions.Count(IsTautology),
            Swallowed = root.DescendantNodes().OfType<CatchClauseSyntax>().Count(IsSilent),
            Returns = tests.Sum(Returns),
            PerCase = tests.GroupBy(method => method.Identifier.Text)
                .ToDictionary(group => group.Key, group => group.Sum(method =>
                    method.DescendantNodes().OfType<InvocationExpressionSyntax>().Count(call => IsAssertion(call) && !IsTautology(call)))),
        };
    }

    private static string Name(AttributeSyntax attribute)
    {
        var name = attribute.Name switch
        {
            QualifiedNameSyntax qualified => qualified.Right.Identifier.Text,
            SimpleNameSyntax simple => simple.Identifier.Text,
            var other => other.ToString(),
        };
        return name.EndsWith("Attribute", StringComparison.Ordinal) ? name[..^"Attribute".Length] : name;
    }

    private static bool IsSkip(AttributeSyntax attribute) => SkipAttributes.Contains(Name(attribute))
        || attribute.ArgumentList?.Arguments.Any(argument =>
            (argument.NameEquals?.Name.Identifier.Text ?? argument.NameColon?.Name.Identifier.Text)
                is "Skip" or "Ignore" or "IgnoreReason" or "SkipWhen" or "SkipUnless" or "Explicit") == true;

    private static string Method(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.Text,
        MemberBindingExpressionSyntax bound => bound.Name.Identifier.Text,
        SimpleNameSyntax simple => simple.Identifier.Text,
        _ => "",
    };

    private static bool IsAssertion(InvocationExpressionSyntax call)
    {
        var method = Method(call);
        if (method.StartsWith("Should", StringComparison.Ordinal) || method.StartsWith("Assert", StringComparison.Ordinal)
            || method.StartsWith("Verify", StringComparison.Ordinal) || method.StartsWith("Expect", StringComparison.Ordinal)
            || method is "Received" or "DidNotReceive")
            return true;
        // A chain such as x.Should().Be(y) counts once for each of its claims.
        return call.Expression is MemberAccessExpressionSyntax { Expression: var receiver } && (receiver switch
        {
            SimpleNameSyntax simple => simple.Identifier.Text,
            MemberAccessExpressionSyntax member => member.Name.Identifier.Text,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Should" } } => "Assert",
            _ => "",
        }).EndsWith("Assert", StringComparison.Ordinal);
    }

    private static bool IsTautology(InvocationExpressionSyntax call)
    {
        var arguments = call.ArgumentList.Arguments.Select(argument => argument.Expression).ToList();
        var receiver = (call.Expression as MemberAccessExpressionSyntax)?.Expression;
        var first = arguments.FirstOrDefault();
        return Method(call) switch
        {
            "True" or "IsTrue" or "That" => first is not null && IsAlwaysTrue(first),
            "False" or "IsFalse" => first?.ToString() is "false",
            "Equal" or "AreEqual" or "Same" or "AreSame" or "StrictEqual" or "Equivalent" =>
                arguments.Count >= 2 && IsSame(arguments[0], arguments[1]),
            "NotNull" or "IsNotNull" => first is ObjectCreationExpressionSyntax or LiteralExpressionSyntax,
            "ShouldBeTrue" => receiver is not null && IsAlwaysTrue(receiver),
            "ShouldBeFalse" => receiver?.ToString() is "false",
            "ShouldBe" => receiver is not null && first is not null && IsSame(receiver, first),
            _ => false,
        };
    }

    private static bool IsAlwaysTrue(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax literal => literal.IsKind(SyntaxKind.TrueLiteralExpression),
        ParenthesizedExpressionSyntax inner => IsAlwaysTrue(inner.Expression),
        PrefixUnaryExpressionSyntax not => not.IsKind(SyntaxKind.LogicalNotExpression) && not.Operand.ToString() is "false",
        BinaryExpressionSyntax binary => (binary.IsKind(SyntaxKind.EqualsExpression) && IsSame(binary.Left, binary.Right))
            || (binary.IsKind(SyntaxKind.LogicalOrExpression) && (IsAlwaysTrue(binary.Left) || IsAlwaysTrue(binary.Right))),
        _ => false,
    };

    // A call may well give two answers.
    private static bool IsSame(ExpressionSyntax one, ExpressionSyntax other) =>
        one.IsEquivalentTo(other) && !one.DescendantNodesAndSelf().Any(node => node is InvocationExpressionSyntax or AwaitExpressionSyntax);

    private static bool IsSilent(CatchClauseSyntax handler) => !handler.Block.DescendantNodes().Any(node =>
        node is ThrowStatementSyntax or ThrowExpressionSyntax || (node is InvocationExpressionSyntax call && IsAssertion(call)))
        && !handler.Block.Statements.Any(statement => statement is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax });

    private static int Returns(MethodDeclarationSyntax test)
    {
        var last = test.DescendantNodes().OfType<InvocationExpressionSyntax>().LastOrDefault(IsAssertion)?.SpanStart ?? int.MaxValue;
        return test.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .OfType<ReturnStatementSyntax>().Count(each => each.SpanStart < last);
    }
}
