using System.Text.Json.Serialization;

namespace Tako.Tasks;

/// <summary>The arguments of a model call at the gate.</summary>
internal sealed record ModelCall(string Model, string Prompt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ModelCall))]
internal sealed partial class ModelCallJson : JsonSerializerContext;
