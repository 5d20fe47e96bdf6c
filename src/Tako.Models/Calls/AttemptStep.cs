using Tako.Models.Failures;
using Tako.Models.Wire;

namespace Tako.Models.Calls;

/// <summary>What comes next of one attempt: a frame with what it shows at a glance, a failure, or with neither the end of a whole
/// answer.</summary>
internal readonly record struct AttemptStep(Frame? Frame, FramePeek Peek, Broken? Broken)
{
    public static AttemptStep Done => default;

    public static implicit operator AttemptStep(Broken broken) => new(null, default, broken);
}

/// <summary>A failed attempt.</summary>
/// <param name="MayRepeat">Whether the same model could do better at another time.</param>
/// <param name="MayMoveOn">Whether another model could do better.</param>
internal sealed record Broken(CallFailure Failure, bool MayRepeat, bool MayMoveOn = true);
