using Tako.Core.Caching;
using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Models.Wire;

namespace Tako.Models.Caching;

/// <summary>An answer that is given out from the store. It costs nothing, and says so.</summary>
internal sealed class StoredReply(StoredAnswer answer, WireKind wire, bool streamed, long started, TimeProvider time)
    : CallAnswer
{
    private readonly AnswerNote _note = answer.Said(AnswerNote.Read);
    private readonly TimeSpan _found = time.GetElapsedTime(started);
    private int _next;
    private bool _left;
    private CallReport? _report;

    public override CallFailure? Refusal => null;

    public override AnswerHead Head => _note.Head;

    public override bool Streamed => streamed;

    public override ReadOnlyMemory<byte> Bytes => answer.Frame(_next - 1);

    internal override IReadOnlyList<Delta> View => FrameView.Of(wire, Bytes.Span, !streamed);

    public override CallReport Report => _report ??= new CallReport
    {
        Usage = _note.Usage,
        Estimated = _note.Estimated,
        Usd = 0,
        AnsweredBy = _note.AnsweredBy,
        Finish = _note.Finish,
        Abandoned = _left,
        Elapsed = time.GetElapsedTime(started),
        FirstContent = _found,
    };

    public override ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<bool>(cancellationToken);
        if (_next >= answer.Ends.Count)
            return new(false);
        _next++;
        return new(true);
    }

    public override ValueTask DisposeAsync()
    {
        _left |= _next < answer.Ends.Count;
        return default;
    }
}
