using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Tako.Workspace.Guard.Rules;

namespace Tako.Workspace.Guard.Symbols;

/// <summary>
/// Looks for symbols in the added lines of C# files: the changed files are bound together against the runtime's own
/// assemblies. What cannot be bound is judged by name where the name is plain, and is indeterminate otherwise.
/// </summary>
internal static class CSharpSymbols
{
    private const int MaxTrees = 200;

    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    // Immutable, and the same for all: what this process itself runs on.
    private static readonly Lazy<IReadOnlyList<MetadataReference>> Runtime = new(LoadRuntime);

    public static bool IsCSharp(ChangeView view) => view.Path.Name.EndsWith(".cs", StringComparison.OrdinalIgnoreCase);

    public static IEnumerable<RuleAnswer> Find(Scene scene, IReadOnlyList<ChangeView> views, IReadOnlyList<ForbiddenSymbol> symbols)
    {
        var wanted = views.Where(view => IsCSharp(view) && view.HasNewContent && !view.IsBinary)
            .Select(view => (View: view, Symbols: symbols.Where(symbol => MayName(view, symbol)).ToList()))
            .Where(pair => pair.Symbols.Count > 0)
            .ToList();
        if (wanted.Count == 0)
            yield break;
        var trees = new Dictionary<ChangeView, SyntaxTree>();
        foreach (var view in wanted.Select(pair => pair.View)
            .Concat(scene.Views.Where(view => IsCSharp(view) && view.Change.Content is not null && !view.IsBinary))
                .Distinct().Take(MaxTrees))
            trees[view] = CSharpSyntaxTree.ParseText(view.NewText, path: view.Path.Value);
        var compilation = CSharpCompilation.Create("judged", [.. trees.Values, CSharpSyntaxTree.ParseText(ImplicitUsings)], Runtime.Value,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        foreach (var (view, named) in wanted)
        {
            if (!trees.TryGetValue(view, out var tree))
                yield return new RuleAnswer.Indeterminate(view.Path, 0, $"more than {MaxTrees} files of C# would change");
            else
            {
                foreach (var answer in Find(view, tree, compilation.GetSemanticModel(tree), named))
                    yield return answer;
            }
        }
    }

    private static IEnumerable<RuleAnswer> Find(ChangeView view, SyntaxTree tree, SemanticModel model, List<ForbiddenSymbol> symbols)
    {
        var added = view.Lines.Lines.ToHashSet();
        var unclear = new HashSet<string>();
        var told = new HashSet<(int, string)>();
        foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            var line = name.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
            if (!added.Contains(line))
                continue;
            foreach (var symbol in symbols.Where(each => each.IsWhole || each.Name == name.Identifier.ValueText))
            {
                switch (Uses(name, model, symbol))
                {
                    case true when told.Add((line, symbol.Text)):
                        yield return new RuleAnswer.Violates(view.Path, line, $"The line uses '{symbol.Text[2..]}', which is forbidden.");
                        break;
                    case null when unclear.Add(symbol.Text):
                        yield return new RuleAnswer.Indeterminate(view.Path, line,
                            $"'{name.Identifier.ValueText}' may be '{symbol.Text[2..]}', but the line cannot be bound");
                        break;
                }
            }
        }
    }

    /// <summary>Null when it cannot be said.</summary>
    private static bool? Uses(SimpleNameSyntax name, SemanticModel model, ForbiddenSymbol symbol)
    {
        // The name of a type in "new T()" stands for its constructor as well.
        var creation = name.FirstAncestorOrSelf<ObjectCreationExpressionSyntax>() is { } made
            && made.Type.Span.Contains(name.Span) ? made : null;
        var found = All(model.GetSymbolInfo(name)).Concat(creation is null ? [] : All(model.GetSymbolInfo(creation))).ToList();
        if (found.Any(symbol.Matches))
            return true;
        if (found.Count > 0 && found.All(each => each is not IErrorTypeSymbol))
            return false;
        if (symbol.IsWhole)
            return false;
        if (symbol.Type is not { } type)
            return null;
        // Without a bound receiver the plain spelling "Process.Start" says enough.
        return name.Parent is MemberAccessExpressionSyntax { Expression: var receiver } access && access.Name == name
            ? receiver switch
            {
                SimpleNameSyntax simple when simple.Identifier.ValueText == type => true,
                MemberAccessExpressionSyntax { Name.Identifier.ValueText: var last } when last == type => true,
                _ => model.GetTypeInfo(receiver).Type is { TypeKind: not TypeKind.Error } ? false : null,
            }
            : null;
    }

    private static IEnumerable<ISymbol> All(SymbolInfo about) => about.Symbol is { } symbol ? [symbol] : about.CandidateSymbols;

    private static bool MayName(ChangeView view, ForbiddenSymbol symbol) => symbol.IsWhole
        ? view.NewText.Contains(symbol.Name, StringComparison.Ordinal) && view.Lines.Lines.Count > 0
        : view.Lines.Text.Contains(symbol.Name, StringComparison.Ordinal);

    private static IReadOnlyList<MetadataReference> LoadRuntime()
    {
        var paths = (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "").Split(Path.PathSeparator);
        return [.. paths.Where(IsRuntime).Where(File.Exists).Select(path => MetadataReference.CreateFromFile(path))];
    }

    private static bool IsRuntime(string path) => Path.GetFileName(path) is var name
        && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.Win32.", StringComparison.Ordinal)
            || name is "mscorlib.dll" or "netstandard.dll" or "Microsoft.CSharp.dll");
}
