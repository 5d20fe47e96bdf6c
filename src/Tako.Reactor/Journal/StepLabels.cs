using Tako.Core.Labels;

namespace Tako.Reactor.Journal;

/// <summary>The labels that values of a plan begin with.</summary>
internal static class StepLabels
{
    public static readonly Label Tool = new(Integrity.Tool, Confidentiality.Internal, []);

    /// <summary>What a value without any part that came from elsewhere has: the plan wrote it.</summary>
    public static readonly Label Literal = new(Integrity.Arm, Confidentiality.Internal, []);

    /// <summary>What a person said it was.</summary>
    public static readonly Label Told = new(Integrity.User, Confidentiality.Internal, []);
}
