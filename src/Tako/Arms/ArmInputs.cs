using System.Text.Json;
using Tako.Core.Labels;
using Tako.Limbs;
using Tako.Reports;

namespace Tako.Arms;

/// <summary>Reads what the plan passed to an arm.</summary>
internal static class ArmInputs
{
    public static FirstLook? Sense(this Assignment assignment) =>
        FirstLook.From(assignment.Inputs.TryGetValue("sense", out var sense) ? sense.Value : null);

    /// <summary>Every report that the plan passed in, nested ones included.</summary>
    public static IEnumerable<ArmReport> Reports(this Assignment assignment) =>
        assignment.Inputs.OrderBy(input => input.Key, StringComparer.Ordinal).SelectMany(input => Limbs.Fusion.Reports(input.Value.Value));

    public static T? Value<T>(this Assignment assignment, string arm, Func<JsonElement, T?> read) where T : class =>
        assignment.Reports().LastOrDefault(report => report.Arm == arm)?.Value is { } value ? read(value) : null;

    public static string? Text(this Assignment assignment, string name) =>
        assignment.Inputs.TryGetValue(name, out var value) && value.Value.ValueKind == JsonValueKind.String
            ? value.Value.GetString()
            : null;

    /// <summary>The label of everything that was passed in.</summary>
    public static Label Label(this Assignment assignment) => Labels.JoinAll(assignment.Inputs.Values.Select(value => value.Label));
}
