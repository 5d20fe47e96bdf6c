using Tako.Models.Failures;
using Tako.Models.Wire;

namespace Tako.Models.Calls;

/// <summary>
/// An answer on its way to the caller. It exists once the first content is there, or once it is clear that none will come
/// (<see cref="Refusal"/>). Frames are read one by one; the report is complete after the last, or after the answer was
/// disposed. For one reader at a time.
/// </summary>
public abstract class CallAnswer : IAsyncDisposable
{
    /// <summary>Why there is no answer; nothing was sent, and the status and the body are free to say so.</summary>
    public abstract CallFailure? Refusal { get; }

    /// <summary>Who answers and how it came to that.</summary>
    public abstract AnswerHead Head { get; }

    /// <summary>Whether the frames are events of a stream; else there is exactly one, the body.</summary>
    public abstract bool Streamed { get; }

    /// <summary>The current frame in the caller's protocol, ready to be sent; valid until the next move.</summary>
    public abstract ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>What the current frame says.</summary>
    internal abstract IReadOnlyList<Delta> View { get; }

    /// <summary>What became of the call.</summary>
    public abstract CallReport Report { get; }

    /// <summary>Moves to the next frame; false after the last. A failure after the first content comes as a frame
    /// that says so in the caller's protocol, and stands in the report; a typed call throws it.</summary>
    public abstract ValueTask<bool> NextAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}

/// <summary>Whatever answers calls: the engine, or a cache before it.</summary>
public interface ICallRoute
{
    /// <summary>Asks, and returns with the first content or with a refusal. The world saying no never throws.</summary>
    ValueTask<CallAnswer> StartAsync(ModelCall call, CancellationToken cancellationToken);
}
