using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tako.House.Tests;

/// <summary>Where a name of ours is used, and whether the use only writes it.</summary>
internal readonly record struct Use(SourceFile File, SimpleNameSyntax Name, bool Write);

/// <summary>
/// The tracked files and one compilation of all C# in them. One compilation, not one a project: who may see whom is the
/// compiler's business, and a single model makes a use in a test the same symbol as the declaration in src.
/// </summary>
internal sealed class Codebase
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; " +
        "global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks; " +
        "global using Xunit; global using Shouldly;";

    private static readonly Lazy<IReadOnlyList<MetadataReference>> PackageReferences = new(() =>
    {
        var paths = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).ToList();
        var bin = Path.Combine(Repository.Root, "artifacts", "bin");
        if (Directory.Exists(bin))
            paths.AddRange(Directory.EnumerateFiles(bin, "*.dll", SearchOption.AllDirectories)
                .Where(path => Path.GetFileName(Path.GetDirectoryName(path)) == "debug"));
        return [.. paths.DistinctBy(Path.GetFileName)
            .Where(path => Path.GetFileName(path) != "Tako.dll" && !Path.GetFileName(path).StartsWith("Tako.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path))];
    });

    private readonly Dictionary<SyntaxTree, SourceFile> _fileOf = [];
    private readonly Lazy<ConcurrentDictionary<ISymbol, ConcurrentQueue<Use>>> _uses;
    private readonly Lazy<ConcurrentDictionary<string, ConcurrentQueue<SourceFile>>> _unresolved;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<SourceFile>> _names = new();

    public Codebase(IReadOnlyList<SourceFile> files, Allowed allowed)
    {
        Files = files;
        Allowed = allowed;
        var options = new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.Parse);
        var trees = new List<SyntaxTree> { CSharpSyntaxTree.ParseText(ImplicitUsings, options) };
        foreach (var file in files.Where(file => file.IsCSharp && Compiled(file)))
        {
            var tree = CSharpSyntaxTree.ParseText(file.Text, options, file.Path);
            _fileOf[tree] = file;
            trees.Add(tree);
        }

        Compilation = CSharpCompilation.Create("House", trees, PackageReferences.Value,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        _uses = new(Index);
        _unresolved = new(() => { _ = _uses.Value; return _names; });
    }

    public static Codebase Of(params ReadOnlySpan<(string Path, string Text)> files) => Of(Allowed.None, files);

    public static Codebase Of(Allowed allowed, params ReadOnlySpan<(string Path, string Text)> files)
    {
        var list = new List<SourceFile>();
        foreach (var (path, text) in files)
            list.Add(new SourceFile(path, text));
        return new Codebase(list, allowed);
    }

    public IReadOnlyList<SourceFile> Files { get; }

    public Allowed Allowed { get; }

    public CSharpCompilation Compilation { get; }

    public IEnumerable<(SyntaxTree Tree, SourceFile File)> Trees => _fileOf.Select(entry => (entry.Key, entry.Value));

    public SourceFile? FileOf(ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences is [var first, ..] ? _fileOf.GetValueOrDefault(first.SyntaxTree) : null;

    /// <summary>Types declared under the given roots, nested ones included.</summary>
    public IEnumerable<INamedTypeSymbol> Types(params string[] roots)
    {
        foreach (var (tree, file) in Trees.Where(entry => entry.File.Under(roots)))
        {
            var model = Compilation.GetSemanticModel(tree);
            foreach (var node in tree.GetRoot().DescendantNodes(node => node is not BlockSyntax))
            {
                if (node is not (BaseTypeDeclarationSyntax or DelegateDeclarationSyntax))
                    continue;
                if (model.GetDeclaredSymbol(node) is INamedTypeSymbol type && type.DeclaringSyntaxReferences[0].SyntaxTree == tree)
                    yield return type;
            }
        }
    }

    /// <summary>Uses of a type, by its name or by any of its members, or of one member.</summary>
    public IEnumerable<Use> Uses(ISymbol symbol) =>
        _uses.Value.GetValueOrDefault(symbol.OriginalDefinition) ?? Enumerable.Empty<Use>();

    /// <summary>Files in which the name stands without a symbol: a missing reference must not become a finding.</summary>
    public IEnumerable<SourceFile> Unresolved(string name) =>
        _unresolved.Value.GetValueOrDefault(name) ?? Enumerable.Empty<SourceFile>();

    private ConcurrentDictionary<ISymbol, ConcurrentQueue<Use>> Index()
    {
        var uses = new ConcurrentDictionary<ISymbol, ConcurrentQueue<Use>>(SymbolEqualityComparer.Default);
        var declared = new HashSet<string>(Compilation.SyntaxTrees.SelectMany(tree => tree.GetRoot().DescendantTokens())
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken) && token.Parent is not SimpleNameSyntax)
            .Select(token => token.ValueText));
        Parallel.ForEach(Trees, entry =>
        {
            var model = Compilation.GetSemanticModel(entry.Tree);
            foreach (var name in entry.Tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                // Only names that we declare somewhere can be ours; attributes may leave their ending out.
                if (!declared.Contains(name.Identifier.ValueText) && name.Parent is not AttributeSyntax)
                    continue;
                var info = model.GetSymbolInfo(name);
                var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
                if (symbol is null)
                {
                    _names.GetOrAdd(name.Identifier.ValueText, _ => new()).Enqueue(entry.File);
                    continue;
                }

                Add(uses, symbol, new Use(entry.File, name, IsWrite(name)));
            }
        });
        return uses;
    }

    private static void Add(ConcurrentDictionary<ISymbol, ConcurrentQueue<Use>> uses, ISymbol symbol, Use use)
    {
        symbol = (symbol as IMethodSymbol)?.ReducedFrom ?? symbol;
        symbol = (symbol as IAliasSymbol)?.Target ?? symbol;
        if (symbol is INamespaceSymbol || symbol.OriginalDefinition.DeclaringSyntaxReferences.IsEmpty)
            return;
        uses.GetOrAdd(symbol.OriginalDefinition, _ => new()).Enqueue(use);
        var type = symbol is INamedTypeSymbol named ? named.ContainingType : symbol.ContainingType;
        for (; type is not null; type = type.ContainingType)
            uses.GetOrAdd(type.OriginalDefinition, _ => new()).Enqueue(use);
    }

    private static bool IsWrite(SimpleNameSyntax name)
    {
        SyntaxNode target = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return target.Parent switch
        {
            AssignmentExpressionSyntax set => set.Left == target && set.IsKind(SyntaxKind.SimpleAssignmentExpression),
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax called } } =>
                called.Identifier.Text == "nameof",
            NameColonSyntax { Parent: ArgumentSyntax } => true,
            _ => false,
        };
    }

    /// <summary>Samples are other people's repositories in miniature, except those that show how to extend Tako.</summary>
    private static bool Compiled(SourceFile file) =>
        file.Under("src", "tests", "bench") ||
        (file.Under("samples") && !file.Path.StartsWith("samples/broken-", StringComparison.Ordinal));
}
