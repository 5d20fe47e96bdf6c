using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp;

namespace Tako.Eval.Limb;

/// <summary>Compiles programs of one file as a console application of this runtime, and has them mended.</summary>
internal sealed class CompileRepairPrograms(CSharpRepairer own, CSharpRepairer all, TimeProvider time)
{
    private const string FileName = "Program.cs";

    private readonly CSharpCompilation _empty = CSharpCompilation.Create("program", references: References(),
        options: new CSharpCompilationOptions(OutputKind.ConsoleApplication, allowUnsafe: true));

    public static readonly string[] ReferenceFields =
        ["reference", "fixed", "target", "expected", "correct", "solution", "reference_source", "fixed_source", "target_source",
            "correct_source", "fix", "gold"];

    public async ValueTask<MendedProgram> MendAsync(JsonElement row, CancellationToken cancellationToken)
    {
        var source = row.Text("source")!;
        var code = row.Text("code")!;
        var tree = CSharpSyntaxTree.ParseText(SourceText.From(source), path: FileName, cancellationToken: cancellationToken);
        var compilation = _empty.AddSyntaxTrees(tree);
        if (IsClean(compilation, cancellationToken))
            return new MendedProgram { Code = code, CleanBefore = true };
        var started = time.GetTimestamp();
        var repair = await own.RepairAsync(compilation, [FileName], cancellationToken);
        var cleanAlone = IsClean(repair.After, cancellationToken);
        if (!cleanAlone)
            repair = await all.RepairAsync(compilation, [FileName], cancellationToken);
        var taken = time.GetElapsedTime(started);
        var clean = cleanAlone || IsClean(repair.After, cancellationToken);
        var after = repair.After.SyntaxTrees[0].GetText(cancellationToken).ToString();
        var (added, removed) = ProgramTokens.Changed(source, after);
        return new MendedProgram
        {
            Code = code,
            Clean = clean,
            CleanWithoutSdk = cleanAlone,
            Taken = taken,
            TokensAdded = added,
            TokensRemoved = removed,
            EqualsReference = ReferenceFields.Select(field => row.Text(field)).FirstOrDefault(text => text is not null) is { } reference
                ? ProgramTokens.AreEqual(after, reference)
                : null,
        };
    }

    private static bool IsClean(CSharpCompilation compilation, CancellationToken cancellationToken) =>
        !compilation.GetDiagnostics(cancellationToken).Any(each => each.Severity == DiagnosticSeverity.Error);

    private static IEnumerable<MetadataReference> References() =>
        (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "").Split(Path.PathSeparator,
            StringSplitOptions.RemoveEmptyEntries)
        .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal)
            || name is "mscorlib.dll" or "netstandard.dll" or "Microsoft.CSharp.dll" or "Microsoft.Win32.Primitives.dll"
                or "Microsoft.VisualBasic.Core.dll")
            && Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location))
        .Select(path => MetadataReference.CreateFromFile(path));
}
