using System.Text.Json.Serialization;
using Tako.Workspace.Senses;
using Tako.Workspace.Senses.Ladder;

namespace Tako.Limbs;

/// <summary>What the limb felt in one state of the shadow, most often of its tests.</summary>
public sealed record Sensation
{
    /// <summary>Hash of the change set that was felt.</summary>
    public required string Changes { get; init; }

    public required bool Green { get; init; }

    public required TestTally Tally { get; init; }

    public required IReadOnlyList<Pain> Pains { get; init; }

    /// <summary>The test command; empty when a cheaper sense hurt and no test ran.</summary>
    public required string Command { get; init; }

    /// <summary>Isolation tier of the run.</summary>
    public required string Tier { get; init; }

    /// <summary>How the command ended; null when it did not end by itself.</summary>
    public int? ExitCode { get; init; }

    public required TimeSpan Took { get; init; }

    /// <summary>The lowest rung that hurt; the tests', when nothing is known to hurt below them.</summary>
    [JsonIgnore]
    public string Rung => Pains.Count == 0 ? "test" : Pains.MinBy(pain => SenseLadder.Height(pain.Rung))!.Rung;

    /// <summary>Why the tests could not be run at all (refused, no test command, packages missing); null when they ran.</summary>
    public string? Trouble { get; init; }

    /// <summary>Head and tail of what the run printed, bounded.</summary>
    public string Output { get; init; } = "";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Sensation))]
[JsonSerializable(typeof(FirstLook))]
[JsonSerializable(typeof(LimbTurn))]
internal sealed partial class LimbJson : JsonSerializerContext;
