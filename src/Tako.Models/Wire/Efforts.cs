using Microsoft.Extensions.AI;

namespace Tako.Models.Wire;

/// <summary>How hard a model is to think: in words, in the abstractions' steps, and as a budget of tokens.</summary>
internal static class Efforts
{
    /// <summary>The least budget that Anthropic takes.</summary>
    public const int LeastBudget = 1024;

    private const int MediumBudget = 4096;
    private const int HighBudget = 16384;
    private const int HighestBudget = 32768;

    public static string? Word(ChatOptions? options) => AskDetails.Of(options).Effort ?? options?.Reasoning?.Effort switch
    {
        ReasoningEffort.None => "none",
        ReasoningEffort.Low => "low",
        ReasoningEffort.Medium => "medium",
        ReasoningEffort.High => "high",
        ReasoningEffort.ExtraHigh => "xhigh",
        _ => null,
    };

    public static ReasoningEffort? Step(string? word) => word switch
    {
        "none" => ReasoningEffort.None,
        "minimal" or "low" => ReasoningEffort.Low,
        "medium" => ReasoningEffort.Medium,
        "high" => ReasoningEffort.High,
        "xhigh" or "max" => ReasoningEffort.ExtraHigh,
        _ => null,
    };

    public static string OfBudget(int tokens) => tokens switch { < MediumBudget => "low", < HighBudget => "medium", _ => "high" };

    /// <summary>A budget for an effort; null where there is nothing to think with.</summary>
    public static int? Budget(string? word) => word switch
    {
        "minimal" or "low" => LeastBudget,
        "medium" => MediumBudget,
        "high" => HighBudget,
        "xhigh" or "max" => HighestBudget,
        _ => null,
    };
}
