using Tako.Core.Budgets;

namespace Tako.Core.Capabilities;

/// <summary>A check that every effect passes after its capability: fast, in memory, without a model. Must be safe for
/// concurrent use.</summary>
public interface IGateRule
{
    string Name { get; }

    RuleVerdict Judge(Effect effect, Grant grant);

    /// <summary>
    /// Told what became of an effect: done, failed, or denied by anyone (then <paramref name="resultHash"/> is the hash of the
    /// reasons). Not told of an effect that waits for a person.
    /// </summary>
    void Completed(Effect effect, bool succeeded, string resultHash) { }

    /// <summary>Told what an effect cost, once it has happened; dollars that are not known are null.</summary>
    void Charged(Effect effect, Usage usage) { }
}

/// <summary>What a rule thinks of an effect. Texts hold no argument values that could be secret.</summary>
public abstract record RuleVerdict
{
    private RuleVerdict() { }

    public sealed record Pass : RuleVerdict;

    /// <param name="Reason">What is wrong, in one sentence.</param>
    /// <param name="WayOut">What to do instead, in one sentence that a model can follow.</param>
    public sealed record Deny(string Reason, string WayOut) : RuleVerdict;

    /// <param name="Question">The smallest sufficient question to a person.</param>
    public sealed record Ask(string Question, IReadOnlyList<string> Details) : RuleVerdict;

    /// <summary>The verdict of a rule that has nothing against it.</summary>
    public static readonly RuleVerdict Ok = new Pass();
}
