using System.Buffers;
using Tako.Models.Failures;

namespace Tako.Models.Wire;

/// <summary>
/// Writes one answer in a client's protocol, from what frames of any protocol say. It keeps the state that the protocol needs
/// (ids, open blocks, sequence numbers), also over frames that were passed through untouched, so that another model can go
/// on where one broke off.
/// </summary>
internal abstract class AnswerWriter
{
    /// <summary>A frame of the client's own protocol goes through untouched: remember what follows from it.</summary>
    public abstract void Passed(Frame frame);

    /// <summary>Says these things as events of a stream.</summary>
    public abstract void Write(IReadOnlyList<Delta> deltas, IBufferWriter<byte> output);

    /// <summary>Ends a stream well: closes what is open, says why it ended and what was used, and the end mark.</summary>
    public abstract void End(IBufferWriter<byte> output);

    /// <summary>Ends a stream with an error that no client takes for a whole answer.</summary>
    public abstract void Fail(CallFailure failure, IBufferWriter<byte> output);

    /// <summary>Says a whole answer as one body.</summary>
    public abstract void Whole(IReadOnlyList<Delta> deltas, IBufferWriter<byte> output);
}

/// <summary>How an answer begins.</summary>
/// <param name="Model">The name that the client is told.</param>
/// <param name="Id">An id for the answer where the provider's has another form.</param>
/// <param name="UsageInStream">Whether a stream tells its usage.</param>
internal sealed record AnswerStart(string Model, string Id, DateTimeOffset Created, bool UsageInStream)
{
    /// <summary>The client's request, of which a response repeats what was asked for; may be left empty.</summary>
    public ReadOnlyMemory<byte> Request { get; init; }
}
