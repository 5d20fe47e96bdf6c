using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tako.Core.Contracts;
using Tako.Core.Labels;

namespace Tako.Core.Capabilities;

/// <summary>Body of <c>effect.intended</c>: written durably before anything happens.</summary>
internal sealed record EffectIntended
{
    public required string Id { get; init; }
    public required string Tool { get; init; }
    public required EffectKind Kind { get; init; }
    public required string Arguments { get; init; }
    public required string Summary { get; init; }
    public required IReadOnlyList<CapabilityUse> Uses { get; init; }

    /// <summary>Label of the arguments; left out where the result's label beside it includes it.</summary>
    public Label? Label { get; init; }
    public string? Approval { get; init; }
}

/// <summary>Body of <c>effect.done</c>. A pure effect has no intention before it, so its one event carries that too.</summary>
internal sealed record EffectDone
{
    public required string Id { get; init; }
    public required EffectEnd Outcome { get; init; }
    public string? Result { get; init; }
    public Label? Label { get; init; }

    /// <summary>Wall time of the act in milliseconds.</summary>
    public double Ms { get; init; }

    /// <summary>Type of the exception that ended the act.</summary>
    public string? Error { get; init; }

    public EffectIntended? Pure { get; init; }
}

/// <summary>Body of <c>effect.denied</c>.</summary>
internal sealed record EffectDenied
{
    public required string Id { get; init; }
    public required string Tool { get; init; }
    public required EffectKind Kind { get; init; }
    public required string Arguments { get; init; }
    public required string Summary { get; init; }
    public required string Holder { get; init; }
    public required Label Label { get; init; }
    public required string By { get; init; }
    public required IReadOnlyList<string> Reasons { get; init; }
    public string? Approval { get; init; }
}

/// <summary>Body of <c>effect.settled</c>: someone found out what became of an unknown effect.</summary>
internal sealed record EffectSettled(string Id, Settlement How, string By);

/// <summary>Body of <c>effect.withheld</c>: it was done, but a hook keeps its result from whoever asked for it.</summary>
internal sealed record EffectWithheld(string Id, string By, IReadOnlyList<string> Reasons);

[JsonConverter(typeof(JsonStringEnumConverter<EffectEnd>))]
internal enum EffectEnd
{
    [JsonStringEnumMemberName("ok")] Ok,
    [JsonStringEnumMemberName("failed")] Failed,
    [JsonStringEnumMemberName("unknown")] Unknown,
}

[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(EffectIntended))]
[JsonSerializable(typeof(EffectDone))]
[JsonSerializable(typeof(EffectDenied))]
[JsonSerializable(typeof(EffectSettled))]
[JsonSerializable(typeof(EffectWithheld))]
internal sealed partial class EffectJson : JsonSerializerContext
{
    /// <summary>Writes letters of every script as they are, so that bounded texts stay within an event's bytes.</summary>
    internal static readonly EffectJson Relaxed = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter<EffectKind>(JsonNamingPolicy.CamelCase) },
    });
}
