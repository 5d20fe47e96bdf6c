using Microsoft.Extensions.AI;

namespace Tako.Models.Calls;

/// <summary>Reads Tako's keys from chat options.</summary>
internal static class ChatOptionsKeys
{
    public static string? Step(this ChatOptions? options) =>
        options?.AdditionalProperties?.TryGetValue(CallKeys.Step, out string? step) == true ? step : null;

    public static int? Ordinal(this ChatOptions? options) =>
        options?.AdditionalProperties?.TryGetValue(CallKeys.Ordinal, out int ordinal) == true ? ordinal : null;
}
