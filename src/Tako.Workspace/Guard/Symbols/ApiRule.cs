using System.Text.RegularExpressions;
using Tako.Workspace.Guard.Rules;
using Tako.Workspace.Guard.Tampering;

namespace Tako.Workspace.Guard.Symbols;

/// <summary>Calls that start programs or run what was only data: rarely needed, and worth a look each time.</summary>
internal sealed partial class ApiRule : GuardRule
{
    private static readonly IReadOnlyList<ForbiddenSymbol> Symbols =
    [
        .. new[]
        {
            "M:System.Diagnostics.Process.Start", "T:System.Reflection.Emit.*", "M:System.Reflection.Assembly.Load",
            "M:System.Reflection.Assembly.LoadFrom", "M:System.Reflection.Assembly.LoadFile", "M:System.Reflection.Assembly.UnsafeLoadFrom",
            "M:System.Runtime.InteropServices.NativeLibrary.Load", "T:System.Runtime.Serialization.Formatters.Binary.BinaryFormatter",
        }.Select(text => ForbiddenSymbol.Parse(text)!),
    ];

    public override string Id => "api";

    public override RuleTier Tier => RuleTier.Policy;

    public override RiskClass Risk => RiskClass.Moderate;

    public override Severity Action => Severity.Ask;

    public override bool Opens => true;

    public override string Purpose => "The code would start a program, or run what was only data.";

    public override string WayOut => "Do it another way, or look at the line and approve.";

    public override IReadOnlyList<RuleExample> Examples { get; } =
    [
        RuleExample.Violation("src/A.cs", null, "class A { void M() { System.Diagnostics.Process.Start(\"x\"); } }\n"),
        RuleExample.Violation("src/A.cs", null, "using P = System.Diagnostics.Process;\nclass A { void M() { P.Start(\"x\"); } }\n"),
        RuleExample.Violation("src/a.py", "a = 1\n", "import os\nos.system('x')\n"),
        RuleExample.Violation("src/a.js", "", "const { exec } = require('child_process');\n"),
        RuleExample.Holding("src/A.cs", null, "class A { void Start() { } void M() { Start(); } }\n"),
        RuleExample.Holding("src/a.py", "a = 1\n", "# os.system('x') is not called\na = 'os.system()'\n"),
    ];

    protected override bool Applies(Scene scene, ChangeView view) => view.HasNewContent && !TestFiles.IsTest(view.Path)
        && (CSharpSymbols.IsCSharp(view) || Names(view) is not null);

    protected override IEnumerable<RuleAnswer> Violates(Scene scene, IReadOnlyList<ChangeView> views)
    {
        foreach (var answer in CSharpSymbols.Find(scene, views, Symbols))
            yield return answer;
        foreach (var view in views)
        {
            if (Names(view) is not { } names)
                continue;
            var found = names == JavaScript() ? Modules(view).Concat(PlainNames.Find(view, names)) : PlainNames.Find(view, names);
            foreach (var (line, name) in found)
                yield return new RuleAnswer.Violates(view.Path, line, $"The line uses '{name}'.");
        }
    }

    // The name of a module is a string, which is blanked elsewhere.
    private static IEnumerable<(int Line, string Found)> Modules(ChangeView view) =>
        view.Lines.Text.Contains("child_process", StringComparison.Ordinal)
            ? view.Added().Where(line => Module().IsMatch(line.Text)).Select(line => (line.Number, "child_process"))
            : [];

    private static Regex? Names(ChangeView view) => Path.GetExtension(view.Path.Name).ToLowerInvariant() switch
    {
        ".py" or ".pyi" => Python(),
        ".js" or ".mjs" or ".cjs" or ".jsx" or ".ts" or ".mts" or ".tsx" => JavaScript(),
        ".java" or ".kt" or ".scala" => Java(),
        ".go" => Go(),
        ".rs" => Rust(),
        ".php" => Php(),
        _ => null,
    };

    [GeneratedRegex(@"(?<![\w.])(?:os\.(?:system|popen|exec[lv]\w*|spawn\w*)|subprocess\.\w+|pickle\.loads?|marshal\.loads?|" +
        @"ctypes\.(?:CDLL|WinDLL)|(?:eval|exec|__import__)(?=\s*\())")]
    private static partial Regex Python();

    [GeneratedRegex(@"(?<![\w.])(?:eval\s*\(|new\s+Function\s*\(|vm\.runIn\w+\s*\()")]
    private static partial Regex JavaScript();

    [GeneratedRegex("""["'`](?:node:)?child_process["'`]""")]
    private static partial Regex Module();

    [GeneratedRegex(@"\bgetRuntime\(\)\s*\.exec\b|\bProcessBuilder\b|\bObjectInputStream\b")]
    private static partial Regex Java();

    [GeneratedRegex(@"\bexec\.Command\w*|\bplugin\.Open\b|\bsyscall\.Exec\b")]
    private static partial Regex Go();

    [GeneratedRegex(@"\bCommand::new\b")]
    private static partial Regex Rust();

    [GeneratedRegex(@"(?<![\w>:])(?:eval|exec|shell_exec|system|passthru|popen|proc_open|unserialize)(?=\s*\()")]
    private static partial Regex Php();
}
