using Tako.Core.Capabilities;

namespace Tako.Arms;

/// <summary>What became of an arm's work.</summary>
public abstract record ArmOutcome
{
    private ArmOutcome() { }

    public sealed record Done(ArmReport Report) : ArmOutcome;

    /// <summary>The gate or the constitution said no.</summary>
    public sealed record Refused(Refusal Why) : ArmOutcome;

    /// <summary>The arm stopped with something in hand; <paramref name="Why"/> says what stopped it.</summary>
    public sealed record Unfinished(ArmReport Partial, string Why) : ArmOutcome;

    /// <summary>A person must decide first.</summary>
    public sealed record Waiting(string Approval, string Question) : ArmOutcome;
}
