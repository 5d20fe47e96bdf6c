using System.Text.Json;

namespace Tako.Testing.Models;

/// <summary>A request that a <see cref="FakeProvider"/> received.</summary>
public sealed record ProviderRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers,
    string Body)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

    public bool IsAnthropic => Target.Contains("/messages", StringComparison.Ordinal);

    public bool IsResponses => Target.Contains("/responses", StringComparison.Ordinal);

    public string Model => Json.GetProperty("model").GetString()!;

    public bool Streams => Body.Length > 0 && Json.TryGetProperty("stream", out var stream) && stream.GetBoolean();
}
