using Tako.Models.Failures;
using Tako.Models.Wire;

namespace Tako.Models.Calls;

/// <summary>What comes next of one attempt: a frame with what it shows at a glance, a failure, or with neither the end of a whole
/// answer.</summary>
internal readonly record struct AttemptStep(Frame? Frame, FramePeek Peek, Broken? Broken)
{
    public static AttemptStep Done => default;

    /// <summary>The same with bytes of its own: a frame's bytes are void once the attempt goes on.</summary>
    public AttemptStep Keep() => Frame is not { Whole: false } frame ? this
        : this with { Frame = new Frame(frame.Raw.ToArray(), "", frame.Data.ToArray(), whole: false) };

    public static implicit operator AttemptStep(Broken broken) => new(null, default, broken);
}

/// <summary>A failed attempt.</summary>
/// <param name="MayRepeat">Whether the same model could do better at another time.</param>
/// <param name="MayMoveOn">Whether another model could do better.</param>
internal sealed record Broken(CallFailure Failure, bool MayRepeat, bool MayMoveOn = true);
