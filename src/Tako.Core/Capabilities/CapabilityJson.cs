using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tako.Core.Capabilities;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Capability))]
internal sealed partial class CapabilityJson : JsonSerializerContext
{
    /// <summary>Names a capability by its content, so that a restart finds the same one.</summary>
    internal static string IdOf(Capability capability) =>
        $"c-{Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(capability, Default.Capability)).AsSpan(0, 6))}";
}
