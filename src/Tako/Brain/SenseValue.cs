using System.Text.Json;
using System.Text.Json.Serialization;
using Tako.Limbs;
using Tako.Workspace.Senses;

namespace Tako.Brain;

/// <summary>What the first look at the repository gave: how its tests are run and how they stand.</summary>
internal sealed record SenseValue
{
    /// <summary>Program and arguments of the test command; null when none was found.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    public string Framework { get; init; } = "generic";

    public required Sensation Sensation { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    [JsonIgnore]
    public TestCommand? Test => Command is null ? null : new TestCommand(Command, Framework, "sensed");

    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, BrainJson.Default.SenseValue);

    public static SenseValue? From(JsonElement? value)
    {
        try
        {
            return value?.Deserialize(BrainJson.Default.SenseValue);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
