using System.Text.Json.Serialization;
using Tako.Arms.Guarding;
using Tako.Arms.Judging;

namespace Tako.Brain;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SenseValue))]
[JsonSerializable(typeof(Judgement))]
[JsonSerializable(typeof(Objections))]
[JsonSerializable(typeof(Ending))]
internal sealed partial class BrainJson : JsonSerializerContext;
