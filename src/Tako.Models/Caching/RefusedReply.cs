using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Models.Wire;

namespace Tako.Models.Caching;

/// <summary>No answer: what the one call that was made for several callers came to.</summary>
internal sealed class RefusedReply(CallFailure failure, AnswerHead head, CallReport report) : CallAnswer
{
    public override CallFailure? Refusal => failure;

    public override AnswerHead Head => head;

    public override bool Streamed => false;

    public override ReadOnlyMemory<byte> Bytes => default;

    internal override IReadOnlyList<Delta> View => [];

    public override CallReport Report => report;

    public override ValueTask<bool> NextAsync(CancellationToken cancellationToken) => new(false);

    public override ValueTask DisposeAsync() => default;
}
