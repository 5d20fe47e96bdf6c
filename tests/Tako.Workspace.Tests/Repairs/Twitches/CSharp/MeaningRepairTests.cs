namespace Tako.Workspace.Tests.Repairs.Twitches.CSharp;

public sealed class MeaningRepairTests
{
    [Theory]
    [InlineData("csharp.conversion", "int a = 2.5 * n; return a;", "int a = (int)(2.5 * n); return a;")]
    [InlineData("csharp.conversion", "float f = 2.5; return (int)f;", "float f = 2.5f; return (int)f;")]
    [InlineData("csharp.conversion", "string t = n; return t.Length;", "string t = n.ToString(); return t.Length;")]
    [InlineData("csharp.conversion", "int a = s; return a;", "int a = int.Parse(s); return a;")]
    [InlineData("csharp.conversion", "int a = \"deep\".ToUpper(); return 1;", "int a = int.Parse(\"deep\".ToUpper()); return 1;")]
    [InlineData("csharp.conversion", "char c = \"x\"; return c;", "char c = 'x'; return c;")]
    [InlineData("csharp.conversion", "Take(n); return 1;", "Take(n.ToString()); return 1;")]
    [InlineData("csharp.conversion", "List<int> l = new[] { 1 }.Where(x => x > 0); return l.Count;",
        "List<int> l = new[] { 1 }.Where(x => x > 0).ToList(); return l.Count;")]
    [InlineData("csharp.comparison", "if (n = 2) return 1; return 2;", "if (n == 2) return 1; return 2;")]
    [InlineData("csharp.comparison", "n == 2; return n;", "n = 2; return n;")]
    [InlineData("csharp.call", "string t = n.ToString; return t.Length;", "string t = n.ToString(); return t.Length;")]
    [InlineData("csharp.call", "return s.Trim.Length;", "return s.Trim().Length;")]
    [InlineData("csharp.assigned-call", "Console.WriteLine = s; return 1;", "Console.WriteLine(s); return 1;")]
    [InlineData("csharp.assigned-call", "Take += s; return 1;", "Take(s); return 1;")]
    [InlineData("csharp.index-or-call", "return s.Length();", "return s.Length;")]
    [InlineData("csharp.index-or-call", "var a = new int[3]; return a(1);", "var a = new int[3]; return a[1];")]
    [InlineData("csharp.indices", "var a = new int[3]; return a[n, 0];", "var a = new int[3]; return a[n];")]
    [InlineData("csharp.indices", "var a = new int[3]; return a[0, n];", "var a = new int[3]; return a[n];")]
    [InlineData("csharp.indices", "int[][] a = null; return a[n, 0];", "int[][] a = null; return a[n][0];")]
    [InlineData("csharp.indices", "int[,] a = new int[2, 2]; return a[n][0];", "int[,] a = new int[2, 2]; return a[n, 0];")]
    [InlineData("csharp.new-object", "var l = List<int>(); return l.Count;", "var l = new List<int>(); return l.Count;")]
    [InlineData("csharp.new-object", "IList<int> l = new IList<int>(); return l.Count;",
        "IList<int> l = new List<int>(); return l.Count;")]
    [InlineData("csharp.by-reference", "int a; int.TryParse(s, a); return a;", "int a; int.TryParse(s, out a); return a;")]
    [InlineData("csharp.var-type", "var a; a = 2; return a;", "int a; a = 2; return a;")]
    [InlineData("csharp.loop-variable", "foreach (var x in s) { x = 'a'; n += x; } return n;",
        "foreach (var x0 in s) { var x = x0;\n        x = 'a'; n += x; } return n;")]
    [InlineData("csharp.dot", "Console::WriteLine(s); return 1;", "Console.WriteLine(s); return 1;")]
    [InlineData("csharp.near-name", "return s.Lenght;", "return s.Length;")]
    [InlineData("csharp.near-name", "console.WriteLine(s); return 1;", "Console.WriteLine(s); return 1;")]
    [InlineData("csharp.declare", "depth = 2; return depth;", "int depth = 2; return depth;")]
    [InlineData("csharp.qualify", "WriteLine(s); return 1;", "Console.WriteLine(s); return 1;")]
    [InlineData("csharp.foreign-name", "var l = new List<int>(); l.push(1); return 1;", "var l = new List<int>(); l.Add(1); return 1;")]
    [InlineData("csharp.redeclared", "int a = 1; int a = 2; return a;", "int a = 1; a = 2; return a;")]
    [InlineData("csharp.missing-argument", "return Both(n); int Both(int n, string s) => n;",
        "return Both(n, s); int Both(int n, string s) => n;")]
    public Task A_mistake_is_mended_as_people_do(string repair, string body, string mended) =>
        Reef.ShouldBecomeAsync(Around(body), Around(mended), repair);

    [Theory]
    [InlineData("csharp.missing-using", "class Reef { List<int> a; }", "using System.Collections.Generic;\nclass Reef { List<int> a; }")]
    [InlineData("csharp.missing-using", "using System;\n\nclass Reef { int D(int[] a) => a.Sum(); }",
        "using System;\nusing System.Linq;\n\nclass Reef { int D(int[] a) => a.Sum(); }")]
    [InlineData("csharp.access", "class Reef { private int deep; } class Sea { int D(Reef r) => r.deep; }",
        "class Reef { public int deep; } class Sea { int D(Reef r) => r.deep; }")]
    [InlineData("csharp.access", "class Reef { void Swim() { } } class Sea { void D(Reef r) => r.Swim(); }",
        "class Reef { public void Swim() { } } class Sea { void D(Reef r) => r.Swim(); }")]
    [InlineData("csharp.access", "class Reef { public int Deep { get; private set; } } class Sea { void D(Reef r) => r.Deep = 1; }",
        "class Reef { public int Deep { get; set; } } class Sea { void D(Reef r) => r.Deep = 1; }")]
    [InlineData("csharp.access", "interface ISwim { void Swim(); } class Reef : ISwim { void Swim() { } }",
        "interface ISwim { void Swim(); } class Reef : ISwim { public void Swim() { } }")]
    [InlineData("csharp.static", "class Reef { int Deep() => 1; static int Main() => Deep(); }",
        "class Reef { static int Deep() => 1; static int Main() => Deep(); }")]
    [InlineData("csharp.static", "static class Reef { public int Deep() => 1; }", "static class Reef { public static int Deep() => 1; }")]
    [InlineData("csharp.modifier", "class Reef { public abstract void Swim(); }", "abstract class Reef { public abstract void Swim(); }")]
    [InlineData("csharp.modifier", "class Sea { public void Swim() { } } class Reef : Sea { public override void Swim() { } }",
        "class Sea { public virtual void Swim() { } } class Reef : Sea { public override void Swim() { } }")]
    [InlineData("csharp.modifier", "class Reef { readonly int deep; void Dive() { deep = 1; } }",
        "class Reef { int deep; void Dive() { deep = 1; } }")]
    [InlineData("csharp.near-name", "class Sea { public virtual void Swim() { } } class Reef : Sea { public override void Swimm() { } }",
        "class Sea { public virtual void Swim() { } } class Reef : Sea { public override void Swim() { } }")]
    public Task A_declaration_is_mended_as_people_do(string repair, string broken, string mended) =>
        Reef.ShouldBecomeAsync(broken, mended, repair);

    private static string Around(string body) =>
        $"using System;\nusing System.Collections.Generic;\nusing System.Linq;\nclass Reef\n{{\n    void Take(string s) {{ }}\n" +
        $"    int Swim(int n, string s)\n    {{\n        {body}\n    }}\n}}\n";
}
