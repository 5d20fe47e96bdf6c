using System.Text.Json.Serialization;

namespace Tako.Core.Approvals;

internal sealed record ApprovalDecided(bool Granted, string By, string? Note);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ApprovalRequest))]
[JsonSerializable(typeof(ApprovalDecided))]
internal sealed partial class ApprovalJson : JsonSerializerContext;
