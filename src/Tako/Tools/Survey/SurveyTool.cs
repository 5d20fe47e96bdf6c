using System.Text.Json;
using Tako.Core.Contracts;
using Tako.Limbs;

namespace Tako.Tools.Survey;

/// <summary>Ranks the repository's files by how much they matter for a query; answers as JSON.</summary>
public sealed class SurveyTool : ITool
{
    private const int Most = 8;

    public string Name => "survey";

    public string Description => "Ranks the files of the repository by how much they matter for a query in words.";

    public JsonElement Schema { get; } = ToolArguments.Parse(
        """{"type":"object","properties":"""
        + """{"query":{"type":"string","minLength":1},"named":{"type":"array","items":{"type":"string"},"default":[]}}"""
        + ""","required":["query"],"additionalProperties":false}""");

    public EffectKind Effect => EffectKind.Pure;

    public string Subject(JsonElement arguments) => arguments.Text("query") is { } query ? query.Split('\n')[0] : "?";

    public ValueTask<ToolResult> RunAsync(JsonElement arguments, Limb limb, CancellationToken cancellationToken)
    {
        var named = new HashSet<string>(arguments.Texts("named") ?? [], StringComparer.Ordinal);
        var found = new Retrieval(Relevance.Rank(arguments.Text("query") ?? "", named, [.. limb.Texts()], Most));
        return new(new ToolResult(true, found.ToJson().GetRawText(), RepositoryLabel.Of("survey")));
    }
}
