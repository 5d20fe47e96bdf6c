using System.Text.Json;
using System.Text.Json.Serialization;
using Tako.Core.Contracts;
using Tako.Core.Labels;

namespace Tako.Reactor.Journal;

/// <summary>Names of the events that a reactor writes.</summary>
internal static class EventType
{
    public const string PlanAccepted = "plan.accepted";
    public const string PlanResumed = "plan.resumed";
    public const string PlanHalted = "plan.halted";
    public const string PlanFailing = "plan.failing";
    public const string PlanFailed = "plan.failed";
    public const string PlanCompleted = "plan.completed";
    public const string StepOpened = "step.opened";
    public const string StepStarted = "step.started";
    public const string StepCompleted = "step.completed";
    public const string StepsAdded = "steps.added";
    public const string StepRetrying = "step.retrying";
    public const string StepCompensated = "step.compensated";
    public const string StepSkipped = "step.skipped";
    public const string StepAsked = "step.asked";
    public const string StepHalted = "step.halted";
    public const string StepStopped = "step.stopped";
    public const string StepFailed = "step.failed";
    public const string StepUndone = "step.undone";
    public const string StepNotUndone = "step.undo.failed";
}

internal sealed record PlanAccepted(string Name, int Version, int Steps);

/// <summary>What the blob of <see cref="EventType.PlanAccepted"/> holds.</summary>
internal sealed record AcceptedInputs(IReadOnlyDictionary<string, LabeledValue> Inputs);

internal sealed record LabeledValue(JsonElement Value, LabelBody Label);

internal sealed record LabelBody(Integrity Integrity, Confidentiality Confidentiality, IReadOnlyList<string>? Sources)
{
    public static LabelBody From(Label label) =>
        new(label.Integrity, label.Confidentiality, label.Sources.Count == 0 ? null : label.Sources);

    public Label ToLabel() => new(Integrity, Confidentiality, Sources ?? []);
}

/// <summary>A step was opened that holds others: a nested plan or a list.</summary>
internal sealed record StepOpened(string Step, string Use, int Count);

internal sealed record StepStarted(string Step, string Use, int Attempt, EffectKind Effect, string Key, string? Model,
    IReadOnlyDictionary<string, string>? Arguments);

/// <param name="Value">The value itself when it is small and holds no text; else it is the event's blob.</param>
/// <param name="How">Null when the step returned it; else <c>probed</c>, <c>compensated</c>, <c>told</c> or <c>joined</c>.</param>
internal sealed record StepCompleted(string Step, int Attempt, JsonElement? Value, string Hash, LabelBody? Label, string? How);

/// <param name="Now">Whether the step's own value stands, and follows as <see cref="EventType.StepCompleted"/>.</param>
internal sealed record StepsAdded(string Step, int Count, string? Output, bool Now);

internal sealed record StepRetrying(string Step, int Attempt, double WaitMs, string Why);

internal sealed record StepCompensated(string Step, string How);

/// <param name="Purpose"><c>run</c> before it runs at all, <c>repeat</c> when it may have happened already.</param>
internal sealed record StepAsked(string Step, string Approval, string Purpose, string? Why);

/// <summary>A step and what there is to say about it.</summary>
internal sealed record StepNote(string Step, string Why);

internal sealed record PlanHalted(IReadOnlyList<string> Reasons, IReadOnlyList<string> Approvals);

internal sealed record PlanNote(int Steps);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(CamelCase<EffectKind>), typeof(CamelCase<Integrity>), typeof(CamelCase<Confidentiality>)])]
[JsonSerializable(typeof(PlanAccepted))]
[JsonSerializable(typeof(AcceptedInputs))]
[JsonSerializable(typeof(StepOpened))]
[JsonSerializable(typeof(StepStarted))]
[JsonSerializable(typeof(StepCompleted))]
[JsonSerializable(typeof(StepsAdded))]
[JsonSerializable(typeof(StepRetrying))]
[JsonSerializable(typeof(StepCompensated))]
[JsonSerializable(typeof(StepAsked))]
[JsonSerializable(typeof(StepNote))]
[JsonSerializable(typeof(PlanHalted))]
[JsonSerializable(typeof(PlanNote))]
internal sealed partial class JournalJson : JsonSerializerContext;

internal sealed class CamelCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase) where T : struct, Enum;
