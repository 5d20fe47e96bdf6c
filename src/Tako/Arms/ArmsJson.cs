using System.Text.Json.Serialization;
using Tako.Arms.Guarding;
using Tako.Arms.Judging;

namespace Tako.Arms;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Judgement))]
[JsonSerializable(typeof(Objections))]
internal sealed partial class ArmsJson : JsonSerializerContext;
