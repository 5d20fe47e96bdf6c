namespace Tako.Workspace.Tests.Repairs.Twitches.CSharp;

public sealed class TokenRepairTests
{
    [Theory]
    [InlineData("csharp.semicolon", "int a = 1[] return a;", ";")]
    [InlineData("csharp.semicolon", "System.Console.Write(1)[] // shout\n        return 2;", ";")]
    [InlineData("csharp.semicolon", "for (var i = 0; i < 3[] i++) { } return 0;", ";")]
    [InlineData("csharp.bracket", "return System.Math.Max(1, 2[];", ")")]
    [InlineData("csharp.bracket", "if (1 < n[] { return 2; } return 0;", ")")]
    [InlineData("csharp.bracket", "while [](n > 3) n--; return new[] { 1, 2 }[0[];", "|]")]
    [InlineData("csharp.bracket", "do { n--; } while []n > 3); return n;", "(")]
    [InlineData("csharp.foreach-variable", "foreach ([]x in new[] { 1 }) n += x; return n;", "var ")]
    public async Task A_missing_sign_is_put_where_it_belongs(string repair, string body, string sign)
    {
        // "[]" marks the place; "a|b" fills several places in order, an empty part means that nothing is missing there.
        var marks = sign.Split('|');
        var parts = body.Replace("new[]", "new<>", StringComparison.Ordinal).Split("[]");
        var mended = parts[0];
        for (var at = 1; at < parts.Length; at++)
            mended += marks[Math.Min(at - 1, marks.Length - 1)] + parts[at];
        var broken = string.Concat(parts);
        await Reef.ShouldBecomeAsync(Around(broken.Replace("new<>", "new[]", StringComparison.Ordinal)),
            Around(mended.Replace("new<>", "new[]", StringComparison.Ordinal)), repair);
    }

    [Theory]
    [InlineData("csharp.quote", "var s = \"salt; return s.Length;", "var s = \"salt\"; return s.Length;", true)]
    [InlineData("csharp.quote", "var s = 'salt'; return s.Length;", "var s = \"salt\"; return s.Length;", false)]
    [InlineData("csharp.escape", "var s = \"C:\\Sea\\Reef\"; return s.Length;", "var s = @\"C:\\Sea\\Reef\"; return s.Length;", false)]
    [InlineData("csharp.strange-sign", "var s = \u201Csalt\u201D; return s.Length;", "var s = \"salt\"; return s.Length;", false)]
    [InlineData("csharp.strange-sign", "if (n === 3) return 1; return 2;", "if (n == 3) return 1; return 2;", false)]
    [InlineData("csharp.bracket", "foreach (var x of new[] { 1 }) n += x; return n;",
        "foreach (var x in new[] { 1 }) n += x; return n;", false)]
    public async Task A_wrong_sign_is_put_right(string repair, string body, string mended, bool ownLine)
    {
        if (ownLine)
            (body, mended) = (body.Replace("; return", ";\n        return", StringComparison.Ordinal),
                mended.Replace("; return", ";\n        return", StringComparison.Ordinal));
        await Reef.ShouldBecomeAsync(Around(body), Around(mended), repair);
    }

    [Fact]
    public Task A_missing_brace_is_put_where_the_indentation_says() => Reef.ShouldBecomeAsync(
        "class Reef\n{\n    int Depth(int n)\n    {\n        if (n > 1)\n        {\n            n--;\n        return n;\n    }\n" +
        "\n    int Width() => 2;\n}\n",
        "class Reef\n{\n    int Depth(int n)\n    {\n        if (n > 1)\n        {\n            n--;\n        }\n" +
        "        return n;\n    }\n\n    int Width() => 2;\n}\n",
        "csharp.brace");

    [Fact]
    public Task A_method_that_does_not_end_is_closed_before_the_next() => Reef.ShouldBecomeAsync(
        "class Reef\n{\n    public int Depth()\n    {\n        return 1;\n\n    public int Width() => 2;\n}\n",
        "class Reef\n{\n    public int Depth()\n    {\n        return 1;\n    }\n\n    public int Width() => 2;\n}\n",
        "csharp.brace");

    [Fact]
    public Task A_method_without_its_opening_brace_gets_it() => Reef.ShouldBecomeAsync(
        "class Reef {\n    int Depth(int n)\n        return n;\n    }\n}\n",
            "class Reef {\n    int Depth(int n) {\n        return n;\n    }\n}\n", "csharp.brace");

    [Fact]
    public Task A_parameter_without_a_type_gets_the_one_that_callers_pass() => Reef.ShouldBecomeAsync(
        "class Reef\n{\n    void Swim(depth) { System.Console.Write(depth); }\n    void Dive() => Swim(2.5);\n}\n",
        "class Reef\n{\n    void Swim(double depth) { System.Console.Write(depth); }\n    void Dive() => Swim(2.5);\n}\n",
            "csharp.parameter-type");

    [Fact]
    public Task A_method_without_a_return_type_gets_what_it_returns() => Reef.ShouldBecomeAsync(
        "class Reef { public Depth() { return 1.5; } }", "class Reef { public double Depth() { return 1.5; } }", "csharp.method-type");

    [Fact]
    public Task A_keyword_can_be_a_name() => Reef.ShouldBecomeAsync(
        "class Reef { int Swim() { int event = 1; return 2; } }", "class Reef { int Swim() { int @event = 1; return 2; } }",
            "csharp.keyword-name");

    private static string Around(string body) => $"class Reef\n{{\n    int Swim(int n)\n    {{\n        {body}\n    }}\n}}\n";
}
