using System.Text.Json;
using System.Text.Json.Serialization;
using Tako.Limbs;
using Tako.Workspace.Senses;

namespace Tako.Limbs;

/// <summary>What the first look at the repository gave: how its tests are run and how they stand.</summary>
internal sealed record FirstLook
{
    /// <summary>Program and arguments of the test command; null when none was found.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    public string Framework { get; init; } = "generic";

    public required Sensation Sensation { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    [JsonIgnore]
    public TestCommand? Test => Command is null ? null : new TestCommand(Command, Framework, "sensed");

    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, LimbJson.Default.FirstLook);

    public static FirstLook? From(JsonElement? value)
    {
        try
        {
            return value?.Deserialize(LimbJson.Default.FirstLook);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
