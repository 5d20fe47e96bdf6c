using System.Text;
using System.Text.Json;
using Tako.Core.Contracts;
using Tako.Core.Labels;
using Tako.Limbs;
using Tako.Workspace.Overlay;

namespace Tako.Tools;

/// <summary>Reads lines of a file as the limb sees it: staged over disk.</summary>
public sealed class ReadTool : ITool
{
    private const int MostLines = 800;
    private const int MostCharacters = 64 * 1024;

    public string Name => "read";

    public string Description => "Reads a file of the repository. Give the path and, for long files, the first line wanted (from 1).";

    public JsonElement Schema { get; } = ToolArguments.Parse(
        """{"type":"object","properties":"""
        + """{"path":{"type":"string"},"from":{"type":"integer","minimum":1}}"""
        + ""","required":["path"],"additionalProperties":false}""");

    public EffectKind Effect => EffectKind.Pure;

    public string Subject(JsonElement arguments) => arguments.Text("path") ?? "?";

    public ValueTask<ToolResult> RunAsync(JsonElement arguments, Limb limb, CancellationToken cancellationToken)
    {
        var text = arguments.Text("path");
        if (!RepoPath.TryParse(text, out var path, out var why))
            return new(new ToolResult(false, $"The path '{text}' {why}.", RepositoryLabel.Of(text ?? "")));
        if (limb.Shadow.Read(path) is not { } bytes)
            return new(new ToolResult(false,
                $"There is no readable file '{path}'. Use list or search to find it.",
                RepositoryLabel.Of(path.Value)));
        if (bytes.Span.Contains((byte)0))
            return new(new ToolResult(false, $"'{path}' is binary ({bytes.Length} bytes).", RepositoryLabel.Of(path.Value)));

        var lines = Encoding.UTF8.GetString(bytes.Span).Split('\n');
        var from = Math.Max(1, arguments.Number("from") ?? 1);
        var shown = new StringBuilder();
        var line = from;
        for (; line <= lines.Length && line < from + MostLines && shown.Length < MostCharacters; line++)
            shown.Append(lines[line - 1].TrimEnd('\r')).Append('\n');
        if (line <= lines.Length)
            shown.Append($"… {lines.Length - line + 1} more lines; read on from line {line}.\n");
        return new(new ToolResult(true, shown.ToString(), RepositoryLabel.Of(path.Value)));
    }
}
