using System.Text.Json;
using System.Text.Json.Serialization;
using Tako.Brain;
using Tako.Core.Budgets;
using Tako.Limbs;
using Tako.Reports;
using Tako.Tools;

namespace Tako.Tasks;

/// <summary>First event of a task.</summary>
internal sealed record ContractOpened
{
    public required string Task { get; init; }
    public required string Goal { get; init; }
    public required string Repository { get; init; }

    /// <summary>Blob with the whole contract.</summary>
    public required string Contract { get; init; }

    public required string ContractHash { get; init; }
    public string? Model { get; init; }
    public required string Ask { get; init; }

    /// <summary>Blob with a plan that a person gave; null when the planner writes it.</summary>
    public string? Plan { get; init; }

    public required string Tier { get; init; }
}

/// <summary>A model call that was answered; prompt and answer are blobs.</summary>
internal sealed record ModelAnswered
{
    public required string Step { get; init; }
    public required string Arm { get; init; }
    public required int Ordinal { get; init; }
    public required string Model { get; init; }
    public required string PromptHash { get; init; }
    public required string Prompt { get; init; }
    public required string Answer { get; init; }
    public required Usage Usage { get; init; }
    public required long Milliseconds { get; init; }
}

/// <summary>The tests ran in the limb.</summary>
internal sealed record LimbSensed
{
    public required string Step { get; init; }

    /// <summary>Which run of this step it was, from 1.</summary>
    public required int Ordinal { get; init; }

    public required string Changes { get; init; }
    public required string Command { get; init; }

    /// <summary>Blob with the whole sensation.</summary>
    public required string Sensation { get; init; }

    public required bool Green { get; init; }
    public required int Passed { get; init; }
    public required int Failed { get; init; }
    public string? Pain { get; init; }
    public required string Tier { get; init; }
    public required long Milliseconds { get; init; }
}

/// <summary>A turn of an arm in its limb is over.</summary>
internal sealed record LimbFelt
{
    public required string Step { get; init; }

    /// <summary>Which turn of this step it was, from 1.</summary>
    public required int Ordinal { get; init; }

    /// <summary>Hash of the change set that the arm had staged.</summary>
    public required string From { get; init; }

    /// <summary>Hash of the change set after mending; equal when nothing was mended.</summary>
    public required string Changes { get; init; }

    /// <summary>The rung that hurt; null when all was green.</summary>
    public string? Rung { get; init; }

    /// <summary>What hurts first there.</summary>
    public string? Pain { get; init; }

    /// <summary>What twitches mended without a model, in words.</summary>
    public required IReadOnlyList<string> Mended { get; init; }

    /// <summary>Blob with the whole turn.</summary>
    public required string Turn { get; init; }

    public required long Milliseconds { get; init; }
}

/// <summary>An arm finished its work; the report is a blob.</summary>
internal sealed record ArmReported(string Step, string Arm, string Report, string Summary, double Confidence);

/// <summary>A decision of the brain with everything it could have chosen.</summary>
internal sealed record BrainDecided(string Step, string Rule, string Choice, IReadOnlyList<Candidate> Candidates, string Reason);

/// <summary>Something that could have been chosen, and its probability under the deciding rule.</summary>
internal sealed record Candidate(string Choice, double Probability);

/// <summary>The budget reached the next stage of the degrade ladder.</summary>
internal sealed record BudgetDegraded(string Stage, double Share);

/// <summary>A file of the result, and where it came from.</summary>
internal sealed record ArtifactMade
{
    public required string Path { get; init; }
    public required string Kind { get; init; }
    public string? Hash { get; init; }
    public required string Arm { get; init; }
    public required string Tool { get; init; }
    public string? Model { get; init; }
    public string? PromptHash { get; init; }
    public required IReadOnlyList<string> Sources { get; init; }
    public required IReadOnlyList<string> TestsPassed { get; init; }
}

/// <summary>The change went to disk, or to a branch.</summary>
internal sealed record ChangeWritten(string Changes, string Diff, string Receipt, int Files)
{
    /// <summary>The branch it was committed to; null when it is on disk.</summary>
    public string? Branch { get; init; }

    public string? Commit { get; init; }
}

/// <summary>The change was taken back.</summary>
internal sealed record ChangeUndone(string Changes, int Files);

/// <summary>The task stopped in a way that can be resumed.</summary>
internal sealed record TaskHalted(IReadOnlyList<string> Reasons, IReadOnlyList<string> Approvals);

/// <summary>The task is over.</summary>
internal sealed record TaskEnded
{
    public required string Outcome { get; init; }
    public required string Summary { get; init; }
    public IReadOnlyList<string> Missing { get; init; } = [];
    public IReadOnlyList<string> Files { get; init; } = [];
    public IReadOnlyList<CheckedClaim> Claims { get; init; } = [];
    public bool OutOfBudget { get; init; }
    public bool Denied { get; init; }

    /// <summary>Blob with the diff of what was written or proposed.</summary>
    public string? Diff { get; init; }

    /// <summary>Where the partial deliverable lies.</summary>
    public string? PatchFile { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ContractOpened))]
[JsonSerializable(typeof(ModelAnswered))]
[JsonSerializable(typeof(LimbSensed))]
[JsonSerializable(typeof(LimbFelt))]
[JsonSerializable(typeof(ArmReported))]
[JsonSerializable(typeof(BrainDecided))]
[JsonSerializable(typeof(BudgetDegraded))]
[JsonSerializable(typeof(ArtifactMade))]
[JsonSerializable(typeof(ChangeWritten))]
[JsonSerializable(typeof(ChangeUndone))]
[JsonSerializable(typeof(TaskHalted))]
[JsonSerializable(typeof(TaskEnded))]
[JsonSerializable(typeof(ArmReport))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class TaskJson : JsonSerializerContext;
