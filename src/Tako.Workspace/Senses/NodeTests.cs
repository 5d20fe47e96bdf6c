using System.Text.Json;

namespace Tako.Workspace.Senses;

/// <summary>Finds JavaScript and TypeScript tests: the package's own script, else files that node's runner takes.</summary>
internal static class NodeTests
{
    private static readonly string[] Names =
        ["*.test.js", "*.test.mjs", "*.test.cjs", "*-test.js", "*_test.js", "test-*.js", "test.js", "test.mjs",
            "test.cjs"];

    public static TestCommand? Find(RepositoryFiles files)
    {
        if (files.Text("package.json") is { } text && Script(text) is { } script)
        {
            var isNode = script.StartsWith("node --test", StringComparison.Ordinal);
            return new TestCommand(["npm", "test", "--silent"], isNode ? "node" : "npm", $"package.json has the test script '{script}'")
            {
                Prepare = Prepare(files, text),
            };
        }

        return files.AnyNamed(Names)
            || files.All.Any(file => file.Value.StartsWith("test/", StringComparison.Ordinal)
            && Path.GetExtension(file.Name) is ".js" or ".mjs" or ".cjs")
            ? new TestCommand(["node", "--test"], "node", "files for node --test") { Prepare = Prepare(files, files.Text("package.json")) }
            : null;
    }

    private static PrepareCommand? Prepare(RepositoryFiles files, string? package)
    {
        if (package is null || !HasDependencies(package))
            return null;
        return files.Has("package-lock.json")
            ? new PrepareCommand(["npm", "ci", "--no-audit", "--no-fund"], "package-lock.json names packages")
            : new PrepareCommand(["npm", "install", "--no-audit", "--no-fund"], "package.json names packages");
    }

    /// <summary>The test script, unless it is the one that npm writes into a new package to say that there is none.</summary>
    private static string? Script(string package) => Property(package, root =>
        root.TryGetProperty("scripts", out var scripts) && scripts.ValueKind == JsonValueKind.Object
        && scripts.TryGetProperty("test", out var test) && test.ValueKind == JsonValueKind.String
        && !test.GetString()!.Contains("no test specified", StringComparison.Ordinal) ? test.GetString() : null);

    private static bool HasDependencies(string package) => Property(package, root =>
        root.TryGetProperty("dependencies", out _) || root.TryGetProperty("devDependencies", out _) ? "yes" : null) is not null;

    private static string? Property(string package, Func<JsonElement, string?> read)
    {
        try
        {
            using var document = JsonDocument.Parse(package);
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
