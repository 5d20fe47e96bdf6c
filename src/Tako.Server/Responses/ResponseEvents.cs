using System.Text.Json.Serialization;

namespace Tako.Server.Responses;

/// <summary>An answer that later requests may refer to; its two bodies are the event's blobs: what was asked, what was
/// answered.</summary>
/// <param name="Owner">Whose it is: a key's id, or nothing where no keys are asked for.</param>
internal sealed record ResponseStored(string Owner, DateTimeOffset Expires);

/// <summary>The bodies are gone.</summary>
/// <param name="Why"><c>deleted</c> by its owner, or <c>expired</c>.</param>
internal sealed record ResponseEnded(string Why);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ResponseStored))]
[JsonSerializable(typeof(ResponseEnded))]
[JsonSerializable(typeof(string))]
internal sealed partial class ResponseEventJson : JsonSerializerContext;
