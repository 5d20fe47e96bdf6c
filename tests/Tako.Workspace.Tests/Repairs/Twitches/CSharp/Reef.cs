using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp;

namespace Tako.Workspace.Tests.Repairs.Twitches.CSharp;

/// <summary>Compiles small programs and has them mended.</summary>
internal static class Reef
{
    public const string File = "src/Reef.cs";

    public static readonly CSharpTwitchOptions Own = new() { UseSdkFixes = false, Budget = TimeSpan.FromMinutes(1) };

    private static readonly CSharpCompilation Empty = CSharpCompilation.Create("reef",
        references: ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location)
                && Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
        options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    public static CSharpCompilation Compile(params (string Path, string Text)[] files) =>
        Empty.AddSyntaxTrees(files.Select(file => CSharpSyntaxTree.ParseText(SourceText.From(file.Text), path: file.Path)));

    public static int Errors(CSharpCompilation compilation) => compilation.GetDiagnostics()
        .Count(each => each.Severity == DiagnosticSeverity.Error);

    public static async Task<(string Text, CSharpRepair Repair)> MendAsync(string text, CSharpTwitchOptions? options = null)
    {
        var repair = await new CSharpRepairer(options ?? Own, TimeProvider.System).RepairAsync(Compile((File, text)), []);
        return (repair.After.SyntaxTrees[0].ToString(), repair);
    }

    /// <summary>Mends a text and expects that it compiles, reads as expected and was mended by the repair.</summary>
    public static async Task ShouldBecomeAsync(string broken, string mended, string repair)
    {
        Errors(Compile((File, broken))).ShouldBeGreaterThan(0, "the program was to be broken");
        var (text, outcome) = await MendAsync(broken);
        text.ShouldBe(mended);
        outcome.ErrorsAfter.ShouldBe(0);
        outcome.Steps.ShouldContain(step => step.Name == repair);
    }
}
