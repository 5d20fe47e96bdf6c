using System.Text.Json.Serialization;
using Tako.Workspace.Senses;

namespace Tako.Limbs;

/// <summary>What the limb felt when the tests ran over one state of the shadow.</summary>
public sealed record Sensation
{
    /// <summary>Hash of the change set that was felt.</summary>
    public required string Changes { get; init; }

    public required bool Green { get; init; }

    public required TestTally Tally { get; init; }

    public required IReadOnlyList<Pain> Pains { get; init; }

    public required string Command { get; init; }

    /// <summary>Isolation tier of the run.</summary>
    public required string Tier { get; init; }

    /// <summary>How the command ended; null when it did not end by itself.</summary>
    public int? ExitCode { get; init; }

    public required TimeSpan Took { get; init; }

    /// <summary>Why the tests could not be run at all (refused, no test command, packages missing); null when they ran.</summary>
    public string? Trouble { get; init; }

    /// <summary>Head and tail of what the run printed, bounded.</summary>
    public string Output { get; init; } = "";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Sensation))]
[JsonSerializable(typeof(FirstLook))]
internal sealed partial class LimbJson : JsonSerializerContext;
