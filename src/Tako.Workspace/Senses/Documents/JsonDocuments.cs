using System.Text.Json;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses.Documents;

/// <summary>Reads JSON, with comments and trailing commas where their readers take them.</summary>
internal static class JsonDocuments
{
    private static readonly string[] Lenient =
    [
        "tsconfig*.json", "jsconfig*.json", "*.jsonc", ".eslintrc*", ".babelrc*", ".swcrc", "devcontainer.json", "appsettings*.json",
        "launch.json", "settings.json", "tasks.json", "extensions.json", "keybindings.json", "*.code-workspace", "api-extractor*.json",
        "pyrightconfig.json", "typedoc.json", "turbo.json", "biome.json", "deno.json", "nx.json", "rush.json",
            "global.json", "wrangler.json",
        "language-configuration.json", "host.json", "local.settings.json", "renovate.json", "tslint.json", ".jshintrc",
    ];

    public static DocumentFault? Fault(RepoPath path, string text)
    {
        var isLenient = Glob.MatchesAny(Lenient, path.Name) || path.Folder.Split('/').Any(part => part is ".vscode" or ".devcontainer");
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions
            {
                CommentHandling = isLenient ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow, AllowTrailingCommas = isLenient,
                MaxDepth = 1_000,
            });
            return null;
        }
        catch (JsonException wrong)
        {
            return new DocumentFault((int)(wrong.LineNumber ?? 0) + 1, (int)(wrong.BytePositionInLine ?? 0) + 1, Sentence(wrong.Message));
        }
    }

    // The place is told apart from the words.
    private static string Sentence(string message) =>
        message.IndexOf(" LineNumber:", StringComparison.Ordinal) is var at and > 0 ? message[..at] : message;
}
