using System.Text.Json.Serialization;

namespace Tako.Eval;

/// <summary>One figure of an evaluation, with what it is to be compared with.</summary>
public sealed record Measure
{
    public required string Suite { get; init; }

    /// <summary>The data set: its file's name without the ending.</summary>
    public required string Set { get; init; }

    /// <summary>What was measured, with the unit where it has one, such as <c>compile_clean</c> or <c>ms_per_program_median</c>.</summary>
    [JsonPropertyName("measure")]
    public required string Name { get; init; }

    /// <summary>Null when it could not be measured; <see cref="Why"/> then says why.</summary>
    public required double? Value { get; init; }

    /// <summary><c>higher</c> or <c>lower</c>.</summary>
    public required string Better { get; init; }

    public double? Target { get; init; }

    public double? Baseline { get; init; }

    /// <summary>What the part learnt from, or <c>nothing</c>.</summary>
    public string TrainedOn { get; init; } = "nothing";

    /// <summary>Rows the value rests on.</summary>
    public required int N { get; init; }

    public double? Seconds { get; init; }

    /// <summary>In a word, where a value is a judgement.</summary>
    public string? Verdict { get; init; }

    /// <summary>What a row is about, where its name does not say.</summary>
    public string? About { get; init; }

    /// <summary>What is scripted, why there is no value, or the reason of a verdict.</summary>
    public string? Why { get; init; }

    /// <summary>Whether the value reaches its target; null without a value or a target.</summary>
    [JsonIgnore]
    public bool? Met => (Value, Target) is ({ } value, { } target) ? Better == "higher" ? value >= target : value <= target : null;
}
