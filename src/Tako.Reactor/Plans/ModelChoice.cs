namespace Tako.Reactor.Plans;

/// <summary>Which model or strategy a step uses, chosen by the state when the step starts.</summary>
/// <param name="Default">The name to use when no rule holds.</param>
/// <param name="Rules">Tried in order; a rule that looks at a step not yet done does not hold, and nothing waits for it.</param>
public sealed record ModelChoice(string Default, IReadOnlyList<ModelRule> Rules)
{
    public static implicit operator ModelChoice(string name) => new(name, []);
}

/// <summary>Use this model when that holds.</summary>
public sealed record ModelRule(Condition When, string Use);
