using System.Text.Json;
using System.Text.RegularExpressions;
using Tako.Workspace.Overlay;
using Tako.Workspace.Senses.Sources;
using Tako.Workspace.Senses.Workers;

namespace Tako.Workspace.Senses.JavaScript;

/// <summary>JavaScript's files, and the graph of what they import.</summary>
internal static partial class JavaScriptLanguage
{
    /// <summary>What the parser takes; typed and tagged dialects are left to their own tools.</summary>
    public static SourceLanguage Language { get; } = new("JavaScript", "node", [".js", ".mjs", ".cjs"], IsDialect);

    /// <summary>What takes part in the graph, TypeScript and tagged files too.</summary>
    private static SourceLanguage Family { get; } = Language with
    {
        Endings = [".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx", ".mts", ".cts", ".vue", ".svelte"],
    };

    public static bool IsFamily(RepoPath path) => Family.Takes(path);

    public static SourceTree Read(Shadow shadow) => SourceTree.Read(shadow, Family,
        text => [.. Source().Matches(text).Select(match => match.Groups["source"].Value)]);

    public static ImportGraph Graph(SourceTree tree, JavaScriptModules modules) => new(tree.Sources,
        file => tree.Imports(file).Select(source => modules.Find(file, source, out _)).OfType<RepoPath>());

    /// <summary>Whether node takes a plain <c>.js</c> file for a module: its nearest <c>package.json</c> says so.</summary>
    public static string Mode(Shadow shadow, RepoPath path)
    {
        for (var folder = path.Folder; ; folder = folder.LastIndexOf('/') is var slash and >= 0 ? folder[..slash] : "")
        {
            if (RepoPath.TryParse(folder.Length == 0 ? "package.json" : folder + "/package.json", out var package, out _)
                && shadow.Read(package) is { } content)
                return IsModule(content) ? "module" : "script";
            if (folder.Length == 0)
                return "script";
        }
    }

    private static bool IsModule(ReadOnlyMemory<byte> package)
    {
        try
        {
            using var document = JsonDocument.Parse(package);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("type", out var type)
                && type.ValueKind == JsonValueKind.String && type.GetString() == "module";
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // Tags, Flow's types and decorators are programs to their own compilers.
    private static bool IsDialect(string text, SyntaxFault fault) =>
        fault.At is "<" or "@" || text.Contains("@flow", StringComparison.Ordinal)
        || (Tag().IsMatch(text) && (text.Contains("react", StringComparison.OrdinalIgnoreCase) || text.Contains("@jsx",
        StringComparison.Ordinal)));

    [GeneratedRegex(@"(?:\bfrom|\bimport|\brequire(?:\.resolve)?\s*\(|\bimport\s*\(|\bmock\s*\()\s*['""`](?<source>\.[^'""`\n]*)['""`]",
        RegexOptions.CultureInvariant)]
    private static partial Regex Source();

    [GeneratedRegex(@"(?:\(|=>|return|=|\?|:)\s*<[A-Za-z>]", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Tag();
}
