using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses.JavaScript;

/// <summary>Finds the file that a relative import means, as node and the bundlers would.</summary>
internal sealed class JavaScriptModules(IEnumerable<RepoPath> files)
{
    private static readonly string[] Tried = ["", ".js", ".mjs", ".cjs", ".json", ".jsx", ".ts", ".tsx", ".mts", ".cts",
        ".d.ts", ".node", ".vue", ".svelte",
        "/index.js", "/index.mjs", "/index.cjs", "/index.ts", "/index.tsx", "/index.jsx", "/index.json", "/index.d.ts", "/package.json"];

    private readonly HashSet<RepoPath> _files = [.. files];

    /// <summary>Null for packages, and for what is not there; <paramref name="isMissing"/> tells which.</summary>
    public RepoPath? Find(RepoPath importer, string source, out bool isMissing)
    {
        isMissing = false;
        if (!IsRelative(source) || Normal(importer.Folder, source) is not { } path)
            return null;
        foreach (var ending in Tried)
        {
            if (RepoPath.TryParse(path + ending, out var file, out _) && _files.Contains(file))
                return file;
        }

        // TypeScript writes the name that its output will have.
        if (Path.GetExtension(path) is ".js" or ".mjs" or ".cjs" or ".jsx")
        {
            var stem = path[..path.LastIndexOf('.')];
            foreach (var ending in (string[])[".ts", ".tsx", ".mts", ".cts"])
            {
                if (RepoPath.TryParse(stem + ending, out var file, out _) && _files.Contains(file))
                    return file;
            }
        }

        // Assets and output folders are the business of bundlers and builds.
        isMissing = Path.GetExtension(path) is "" or ".js" or ".mjs" or ".cjs" or ".json"
            && !path.Split('/').Any(part => part is "dist" or "build" or "lib" or "out" or "generated" or "coverage" or "node_modules")
            && source.AsSpan().IndexOfAny('?', '!', '#') < 0;
        return null;
    }

    private static bool IsRelative(string source) =>
        source is "." or ".." || source.StartsWith("./", StringComparison.Ordinal) || source.StartsWith("../", StringComparison.Ordinal);

    private static string? Normal(string folder, string source)
    {
        var parts = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var part in source.Split('/'))
        {
            if (part is "" or ".")
                continue;
            if (part != "..")
                parts.Add(part);
            else if (parts.Count == 0)
                return null;
            else
                parts.RemoveAt(parts.Count - 1);
        }

        return string.Join('/', parts);
    }
}
