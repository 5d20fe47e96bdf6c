using System.Text.Json;
using System.Text.Json.Serialization;
using Tako.Tools;

namespace Tako.Brain;

/// <summary>How the work of a task came out: the value of its last step.</summary>
internal sealed record Ending
{
    /// <summary><c>written</c>, <c>nothing</c> or <c>partial</c>.</summary>
    public required string Kind { get; init; }

    public required string Summary { get; init; }

    public IReadOnlyList<string> Missing { get; init; } = [];

    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Blob with the diff.</summary>
    public string? Diff { get; init; }

    /// <summary>Whether a budget set the end.</summary>
    public bool OutOfBudget { get; init; }

    /// <summary>Whether the guard or a person said no.</summary>
    public bool Denied { get; init; }

    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, EndingJson.Default.Ending);

    public static Ending? From(JsonElement value)
    {
        try
        {
            return value.Deserialize(EndingJson.Default.Ending);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Ending))]
internal sealed partial class EndingJson : JsonSerializerContext;
