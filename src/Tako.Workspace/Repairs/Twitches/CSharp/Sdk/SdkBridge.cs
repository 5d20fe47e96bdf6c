using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Sdk;

/// <summary>
/// The SDK's own compiler and code fixes in a load context of their own. A small source is compiled against them when they are
/// opened, and only texts and numbers cross over, so that their version need not be ours.
/// </summary>
internal sealed class SdkBridge
{
    private const string Source = "Bridge.source.txt";
    private readonly Func<string, bool> _knows;
    private readonly Propose _propose;

    private SdkBridge(Type bridge)
    {
        _knows = bridge.GetMethod("Knows")!.CreateDelegate<Func<string, bool>>();
        _propose = bridge.GetMethod("ProposeAsync")!.CreateDelegate<Propose>();
    }

    private delegate Task<List<(int Action, string Title, int File, int Start, int Length, string Text)>> Propose(
        string[] paths, string[] texts, string[] references, int kind, int nullable, int version, string[] symbols,
        int file, string id, int start, int length, CancellationToken cancellationToken);

    /// <summary>Null when anything about the folder is not as expected.</summary>
    public static SdkBridge? Open(string folder)
    {
        try
        {
            var context = new FolderContext(folder);
            using var image = new MemoryStream();
            if (!Compile(folder).Emit(image).Success)
                return null;
            image.Position = 0;
            var bridge = context.LoadFromStream(image).GetType("Bridge", throwOnError: true)!;
            return bridge.GetMethod("Open")!.Invoke(null, null) is int count and > 0 ? new SdkBridge(bridge) : null;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or BadImageFormatException or TypeLoadException
            or TargetInvocationException or ReflectionTypeLoadException or MissingMemberException or InvalidOperationException
                or ArgumentException)
        {
            return null;
        }
    }

    public bool Knows(string id) => _knows(id);

    public Task<List<(int Action, string Title, int File, int Start, int Length,
        string Text)>> ProposeAsync(CSharpCompilation compilation,
        IReadOnlyList<SyntaxTree> trees, Diagnostics at, CancellationToken cancellationToken)
    {
        var options = (CSharpParseOptions)trees[at.File].Options;
        return _propose([.. trees.Select(tree => tree.FilePath)], [.. trees.Select(tree => tree.GetText(cancellationToken).ToString())],
            [.. compilation.References.OfType<PortableExecutableReference>().Select(each => each.FilePath)
                .OfType<string>().Distinct(StringComparer.Ordinal)],
            (int)compilation.Options.OutputKind, (int)compilation.Options.NullableContextOptions, (int)options.LanguageVersion,
            [.. options.PreprocessorSymbolNames], at.File, at.Id, at.Start, at.Length, cancellationToken);
    }

    /// <summary>Which error of which file is asked about.</summary>
    public readonly record struct Diagnostics(int File, string Id, int Start, int Length);

    private static CSharpCompilation Compile(string folder)
    {
        using var stream = typeof(SdkBridge).Assembly.GetManifestResourceStream(Source)!;
        using var reader = new StreamReader(stream);
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var references = Directory.EnumerateFiles(runtime, "System*.dll").Where(path => !Path.GetFileName(path)
            .Contains("Native", StringComparison.Ordinal))
            .Concat(new[] { "Microsoft.CodeAnalysis", "Microsoft.CodeAnalysis.CSharp", "Microsoft.CodeAnalysis.Workspaces" }
                .Select(name => Path.Join(folder, name + ".dll")))
            .Concat(Directory.EnumerateFiles(folder, "System.Composition.*.dll"))
            .Where(File.Exists).Select(path => MetadataReference.CreateFromFile(path));
        return CSharpCompilation.Create("Tako.SdkBridge", [CSharpSyntaxTree.ParseText(reader.ReadToEnd())], references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
    }

    private sealed class FolderContext(string folder) : AssemblyLoadContext("tako-sdk-fixes")
    {
        protected override Assembly? Load(AssemblyName assemblyName) =>
            Path.Join(folder, assemblyName.Name + ".dll") is var path && File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
