namespace Tako.Core.Schema;

/// <summary>The JSON schemas of what people and models write for Tako.</summary>
public static class PublishedSchemas
{
    public static IReadOnlyList<string> Names { get; } = ["config", "contract", "patch", "plan", "report"];

    /// <summary>The text of a schema, or null when there is none of this name.</summary>
    public static string? Text(string name) => throw new InvalidOperationException();

    public static JsonSchema? Find(string name) => throw new InvalidOperationException();
}
