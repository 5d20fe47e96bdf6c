using Tako.Models.Config;

namespace Tako.Models.Calls;

/// <summary>Whether a link is to be considered for a call.</summary>
internal static class LinkWhen
{
    /// <summary>The condition that does not hold, or null when all do.</summary>
    public static string? Unmet(WhenConfig when, CallFacts facts)
    {
        var terms = facts.Call.Terms;
        if (when.Tags.Count > 0 && !when.Tags.Any(tag => terms.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase)))
            return $"no tag {string.Join(", ", when.Tags)}";
        if (when.BudgetLeftOver is { } share && terms.BudgetLeft <= share)
            return "too little budget left";
        if (when.PromptOver is { } over && facts.PromptTokens <= over)
            return $"prompt not over {over} tokens";
        if (when.PromptUnder is { } under && facts.PromptTokens >= under)
            return $"prompt not under {under} tokens";
        return when.Languages.Count > 0 && !when.Languages.Contains(facts.Language ?? "", StringComparer.OrdinalIgnoreCase)
            ? $"not in {string.Join(", ", when.Languages)}"
            : null;
    }
}
