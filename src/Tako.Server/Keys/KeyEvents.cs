using System.Text.Json.Serialization;

namespace Tako.Server.Keys;

/// <param name="Hash">SHA-256 of the key, lower-case hexadecimal.</param>
internal sealed record KeyCreated(string Id, string Hash, string Hint, KeySettings Settings);

internal sealed record KeyChanged(string Id, KeySettings Settings);

internal sealed record KeyRevoked(string Id, string? Reason);

internal sealed record TeamRemoved(string Name);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(KeyCreated))]
[JsonSerializable(typeof(KeyChanged))]
[JsonSerializable(typeof(KeyRevoked))]
[JsonSerializable(typeof(TeamSettings))]
[JsonSerializable(typeof(TeamRemoved))]
internal sealed partial class KeyEventJson : JsonSerializerContext;
