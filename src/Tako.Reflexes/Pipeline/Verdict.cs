using Tako.Reflexes.Inspection;
using Tako.Reflexes.Policies;

namespace Tako.Reflexes.Pipeline;

/// <summary>What is to become of a text; a later one is stricter.</summary>
public enum Decision
{
    /// <summary>It goes on as it is.</summary>
    Pass,

    /// <summary>It goes on, and what was found is told.</summary>
    Flag,

    /// <summary>It goes on with the findings replaced.</summary>
    Rewrite,

    /// <summary>A person has to agree first.</summary>
    Escalate,

    /// <summary>It does not go on.</summary>
    Block,
}

/// <summary>What an inspection came to.</summary>
/// <param name="Findings">In order of their places; none where the text passes untouched.</param>
/// <param name="PolicyVersion">Of the policy that decided.</param>
/// <param name="Elapsed">Time of the inspection; zero where the verdict was known from before.</param>
public readonly record struct Verdict(Decision Decision, IReadOnlyList<JudgedFinding> Findings, string PolicyVersion, TimeSpan Elapsed)
{
    /// <summary>The kinds that were acted on, each once: the reason codes.</summary>
    public IEnumerable<string> Reasons => Findings.Where(static judged => judged.Action != ReflexAction.Allow)
        .Select(static judged => judged.Finding.Kind).Distinct();
}

/// <summary>A finding and what the policy makes of it.</summary>
/// <param name="Rule">The rule that decided, such as <c>rules/2</c>, <c>allow</c> or <c>default</c>.</param>
public readonly record struct JudgedFinding(Finding Finding, ReflexAction Action, string Rule)
{
    /// <summary>Something else is put in its place, or nothing.</summary>
    public bool Rewrites => Inspector.DecisionOf(Action) == Decision.Rewrite;
}
