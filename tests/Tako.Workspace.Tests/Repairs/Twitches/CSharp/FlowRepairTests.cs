namespace Tako.Workspace.Tests.Repairs.Twitches.CSharp;

public sealed class FlowRepairTests
{
    [Theory]
    [InlineData("csharp.break",
        "switch (n)\n        {\n            case 1:\n                n++;<>\n            default:\n                break;\n" +
        "        }\n        return n;", "\n                break;")]
    [InlineData("csharp.break",
        "switch (n)\n        {\n            case 1:\n                break;\n            default:\n                n = 2;<>\n" +
        "        }\n        return n;", "\n                break;")]
    [InlineData("csharp.return", "int total = 0;\n        foreach (var c in s) total += c;<>", "\n        return total;")]
    [InlineData("csharp.return",
        "for (int i = 0; i < s.Length; i++)\n        {\n            if (s[i] == n) return i;\n        }<>", "\n        return -1;")]
    [InlineData("csharp.return", "if (n > 2) return 1;\n        else if (n > 1) return 2;<>", "\n        return 0;")]
    [InlineData("csharp.return", "<>s.IndexOf('x');", "return ")]
    [InlineData("csharp.initialise", "List<int> l<>;\n        l.Add(1);\n        return l.Count;", " = new List<int>()")]
    [InlineData("csharp.initialise", "int sum<>;\n        if (n > 1) sum = 2;\n        return sum;", " = 0")]
    [InlineData("csharp.initialise", "string name<>;\n        if (n > 1) name = \"a\";\n        return name.Length;", " = \"\"")]
    public Task What_is_missing_is_what_the_code_around_suggests(string repair, string body, string added) => Reef.ShouldBecomeAsync(
        Around(body.Replace("<>", "", StringComparison.Ordinal)), Around(body.Replace("<>", added, StringComparison.Ordinal)), repair);

    [Fact]
    public Task A_search_for_yes_ends_with_no() => Reef.ShouldBecomeAsync(
        "class Reef\n{\n    bool Has(int[] a)\n    {\n        foreach (var x in a)\n            if (x > 1) return true;\n    }\n}\n",
        "class Reef\n{\n    bool Has(int[] a)\n    {\n        foreach (var x in a)\n            if (x > 1) return true;\n" +
        "        return false;\n    }\n}\n",
        "csharp.return");

    [Fact]
    public Task A_method_that_returns_something_says_so() => Reef.ShouldBecomeAsync(
        "class Reef { void Name(int n) { if (n > 1) return \"deep\"; return \"flat\"; } }",
        "class Reef { string Name(int n) { if (n > 1) return \"deep\"; return \"flat\"; } }", "csharp.return-type");

    [Fact]
    public async Task The_handler_of_an_event_keeps_its_signature()
    {
        const string Text = "class Reef { void Clicked(object sender, System.EventArgs e) { return 1; } }";
        (await Reef.MendAsync(Text)).Text.ShouldBe(Text);
    }

    [Theory]
    [InlineData("using System.Collections;\nclass Reef { void Swim() { yield return null; } }",
        "using System.Collections;\nclass Reef { IEnumerator Swim() { yield return null; } }")]
    [InlineData("using System.Collections.Generic;\nclass Reef { int Swim() { yield return 1; } }",
        "using System.Collections.Generic;\nclass Reef { IEnumerable<int> Swim() { yield return 1; } }")]
    [InlineData("class Reef { int Swim() { yield return 1; } }",
        "using System.Collections.Generic;\nclass Reef { IEnumerable<int> Swim() { yield return 1; } }")]
    public Task What_yields_returns_a_sequence(string broken, string mended) => Reef.ShouldBecomeAsync(broken, mended, "csharp.iterator");

    [Fact]
    public Task What_awaits_is_asynchronous() => Reef.ShouldBecomeAsync(
        "using System.Threading.Tasks;\nclass Reef { void Swim() { await Task.Yield(); } }",
        "using System.Threading.Tasks;\nclass Reef { async Task Swim() { await Task.Yield(); } }", "csharp.async");

    [Fact]
    public Task An_out_parameter_gets_a_value_first() => Reef.ShouldBecomeAsync(
        "class Reef { bool Try(int n, out int d) { if (n > 1) d = 2; return true; } }",
        "class Reef { bool Try(int n, out int d) { d = 0;\nif (n > 1) d = 2; return true; } }", "csharp.out-parameter");

    private static string Around(string body) =>
        $"using System.Collections.Generic;\nclass Reef\n{{\n    int Swim(int n, string s)\n    {{\n        {body}\n    }}\n}}\n";
}
