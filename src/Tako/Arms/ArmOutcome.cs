using Tako.Core.Capabilities;
using Tako.Reports;
using Tako.Tasks;

namespace Tako.Arms;

/// <summary>What became of an arm's work.</summary>
public abstract record ArmOutcome
{
    private ArmOutcome() { }

    public sealed record Done(ArmReport Report) : ArmOutcome;

    /// <summary>The gate or the constitution said no.</summary>
    public sealed record Refused(Refusal Why) : ArmOutcome;

    /// <summary>The arm stopped with something in hand.</summary>
    /// <param name="Why">What stopped it.</param>
    /// <param name="Final">Another arm on the same step would stop at the same thing: no budget, no model, no sandbox.</param>
    public sealed record Unfinished(ArmReport Partial, string Why, bool Final = false) : ArmOutcome;

    /// <summary>A person must decide first.</summary>
    public sealed record Waiting(string Approval, string Question) : ArmOutcome;
}
