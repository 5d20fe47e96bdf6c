using System.Text.Json.Serialization;

namespace Tako.Server.Keys;

/// <summary>How keys and teams are written for machines; never the key or its hash.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VirtualKey))]
[JsonSerializable(typeof(TeamSettings))]
public sealed partial class KeyJson : JsonSerializerContext;
