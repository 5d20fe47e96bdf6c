using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Models.Wire;

namespace Tako.Models.Caching;

/// <summary>An answer that has nothing to do with the cache, and says so.</summary>
internal sealed class MarkedReply(CallAnswer inner, CacheState state) : CallAnswer
{
    private AnswerHead? _seen;
    private AnswerHead? _head;

    public override CallFailure? Refusal => inner.Refusal;

    public override AnswerHead Head
    {
        get
        {
            var head = inner.Head;
            if (!ReferenceEquals(_seen, head))
                _head = (_seen = head) with { Cache = state };
            return _head!;
        }
    }

    public override bool Streamed => inner.Streamed;

    public override ReadOnlyMemory<byte> Bytes => inner.Bytes;

    internal override IReadOnlyList<Delta> View => inner.View;

    public override CallReport Report => inner.Report;

    public override ValueTask<bool> NextAsync(CancellationToken cancellationToken) => inner.NextAsync(cancellationToken);

    public override ValueTask DisposeAsync() => inner.DisposeAsync();
}
