using Tako.Models.Failures;
using Tako.Models.Wire;

namespace Tako.Models.Calls;

/// <summary>What comes next of one attempt.</summary>
internal abstract record AttemptStep
{
    private AttemptStep() { }

    public sealed record Next(Frame Frame, bool HasContent) : AttemptStep;

    /// <summary>The answer is whole.</summary>
    public sealed record Done : AttemptStep;

    /// <param name="MayRepeat">Whether another attempt could do better.</param>
    public sealed record Broken(CallFailure Failure, bool MayRepeat) : AttemptStep;
}
