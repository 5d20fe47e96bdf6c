using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Tako.Models.Wire;

/// <summary>A function as a client declared it; it is called by the client, never here.</summary>
internal sealed class WireFunction(string name, string description, JsonElement schema, bool? strict, JsonElement? cache)
    : AIFunctionDeclaration
{
    private static readonly JsonElement NoArguments = JsonSerializer.Deserialize<JsonElement>("""{"type":"object","properties":{}}""");

    public override string Name => name;

    public override string Description => description;

    public override JsonElement JsonSchema => schema.ValueKind == JsonValueKind.Object ? schema : NoArguments;

    /// <summary>Arguments are to follow the schema to the letter; null when the client did not say.</summary>
    public bool? Strict => strict;

    /// <summary>Anthropic's mark of where a prompt's cached part ends.</summary>
    public JsonElement? Cache => cache;
}
