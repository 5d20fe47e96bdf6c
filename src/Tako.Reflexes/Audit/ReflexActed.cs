using System.Globalization;
using System.Text.Json.Serialization;
using Tako.Core.Identity;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Pipeline;

namespace Tako.Reflexes.Audit;

/// <summary>A call on which reflexes acted: the event <c>reflex.acted</c>. Says what was found and why it was decided so, never the
/// value.</summary>
public sealed record ReflexActed
{
    /// <summary>What the names of the streams begin with that hold such events: <c>reflexes/DAY/PROCESS</c>.</summary>
    public const string Streams = "reflexes/";

    public DateTimeOffset At { get; init; }

    /// <summary>The id that the client was told; in a task, the step.</summary>
    public string Request { get; init; } = "";

    /// <summary>Id of the key; null for calls without one.</summary>
    public string? Key { get; init; }

    /// <summary>The model; in a task, what <see cref="Source"/> names: a tool, an arm, a model.</summary>
    public string Model { get; init; } = "";

    /// <summary>In a task, where the text came from: <c>tool</c>, <c>memory</c>, <c>material</c>, <c>prompt</c> or <c>answer</c>.</summary>
    public string? Source { get; init; }

    /// <summary><c>flag</c>, <c>rewrite</c>, <c>escalate</c> or <c>block</c>.</summary>
    public string Decision { get; init; } = "";

    /// <summary>Version of the policy that decided.</summary>
    public string Policy { get; init; } = "";

    public IReadOnlyList<ReflexActedPart> Findings { get; init; } = [];

    /// <summary>The stream of a process of the gateway, on the day of the moment.</summary>
    public static StreamId StreamOf(DateTimeOffset moment, string process) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{Streams}{moment.UtcDateTime:yyyy-MM-dd}/{process}"));

    /// <summary>Findings without their places and values.</summary>
    public static IReadOnlyList<ReflexActedPart> PartsOf(IEnumerable<JudgedFinding> acted) =>
    [
        .. acted.GroupBy(static judged => (judged.Finding.Family, judged.Finding.Kind, judged.Action, judged.Rule))
            .Take(ReflexActedPart.Most)
            .Select(static same => new ReflexActedPart
            {
                Family = same.Key.Family.ToString().ToLowerInvariant(),
                Kind = same.Key.Kind,
                Action = same.Key.Action.ToString().ToLowerInvariant(),
                Rule = same.Key.Rule,
                Count = same.Count(),
                Score = Math.Round(same.Max(static judged => judged.Finding.Score), 3),
            }),
    ];
}

/// <summary>Equal findings of a call.</summary>
public sealed record ReflexActedPart
{
    internal const int Most = 32;

    public string Family { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Action { get; init; } = "";

    /// <summary>The rule of the policy that decided, such as <c>rules/2</c>.</summary>
    public string Rule { get; init; } = "";

    public int Count { get; init; }

    /// <summary>The surest one's.</summary>
    public double Score { get; init; }
}

/// <summary>Reads and writes the event.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReflexActed))]
public sealed partial class ReflexActedJson : JsonSerializerContext;
