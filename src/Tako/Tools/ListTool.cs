using System.Text.Json;
using Tako.Core.Contracts;
using Tako.Limbs;

namespace Tako.Tools;

/// <summary>Lists files as the limb sees them.</summary>
public sealed class ListTool : ITool
{
    private const int Most = 500;

    public string Name => "list";

    public string Description => "Lists the files of the repository, or of one folder of it.";

    public JsonElement Schema { get; } = ToolArguments.Parse("""
        {"type":"object","properties":{"under":{"type":"string","default":""}},"additionalProperties":false}
        """);

    public EffectKind Effect => EffectKind.Pure;

    public string Subject(JsonElement arguments) => arguments.Text("under") is { Length: > 0 } under ? under : "/";

    public ValueTask<ToolResult> RunAsync(JsonElement arguments, Limb limb, CancellationToken cancellationToken)
    {
        var under = (arguments.Text("under") ?? "").Trim('/');
        var files = limb.Files(under).Take(Most + 1).ToArray();
        var text = files.Length == 0
            ? $"There are no files under '{under}'."
            : string.Join('\n', files.Take(Most)) + (files.Length > Most ? $"\n… more than {Most} files; list a folder." : "");
        return new(new ToolResult(files.Length > 0, text, RepositoryLabel.Of(under)));
    }
}
