using System.Collections.Concurrent;
using Tako.Core.Faults;

namespace Tako.Core.Schema;

/// <summary>The JSON schemas of what people and models write for Tako.</summary>
public static class PublishedSchemas
{
    private static readonly ConcurrentDictionary<string, JsonSchema> Compiled = new(StringComparer.Ordinal);

    public static IReadOnlyList<string> Names { get; } = ["config", "constitution", "contract", "patch", "plan", "reflexes", "report"];

    /// <summary>The text of a schema as it is published, or null when there is none of this name.</summary>
    public static string? Text(string name)
    {
        if (!Names.Contains(name))
            return null;
        using var stream = typeof(PublishedSchemas).Assembly.GetManifestResourceStream($"schema/{name}.json")
            ?? throw new InvalidOperationException($"The schema {name} is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The compiled schema, or null when there is none of this name.</summary>
    public static JsonSchema? Find(string name) => Compiled.TryGetValue(name, out var known) ? known : Text(name) is not { } text
        ? null
        : Compiled.GetOrAdd(name, (_, json) => JsonSchema.Parse(json) switch
        {
            Parsed<JsonSchema>.Ok ok => ok.Value,
            Parsed<JsonSchema>.Faulty wrong => throw new InvalidOperationException($"The published schema is wrong: {wrong.Faults[0]}"),
            var other => throw new InvalidOperationException($"Unknown outcome {other}."),
        }, text);
}
