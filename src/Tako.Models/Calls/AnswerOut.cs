using Tako.Models.Failures;
using Tako.Models.Wire;

namespace Tako.Models.Calls;

/// <summary>
/// The side of an answer that its caller sees: frames of its own protocol pass untouched, all else is said anew in it. A typed
/// caller sees what frames say, whatever their protocol.
/// </summary>
internal sealed class AnswerOut(ModelCall call)
{
    private static readonly IReadOnlyList<Delta> Nothing = [];
    private readonly PooledBuffer _written = new(1024);
    private List<Delta>? _collected;
    private AnswerWriter? _writer;
    private WireProtocol? _provider;
    private Frame? _frame;
    private IReadOnlyList<Delta>? _said;
    private bool _passes;
    private bool _hidesUsage;
    private bool _hasMark;

    /// <summary>The end mark is kept back, because something is still to be said before it.</summary>
    public bool WantsMore { private get; set; }

    /// <summary>The current frame is one event of several.</summary>
    public bool Streamed { get; private set; }

    public ReadOnlyMemory<byte> Bytes => _frame?.Raw ?? _written.Written;

    public IReadOnlyList<Delta> View => _said ?? (_frame is null ? Nothing : _frame.View(_provider!));

    /// <summary>Begins the answer, once it is known who gives it; true when its own words may be needed: <see cref="Start"/> is to
    /// follow.</summary>
    /// <param name="asWritten">Frames may pass as they are; else their words are changed on the way.</param>
    public bool Begin(PlanLink link, AttemptRequest asked, bool isStream, bool asWritten)
    {
        _provider = link.Protocol;
        Streamed = call.Streamed;
        _hidesUsage = asked.HidesUsage;
        if (call.Wire is null)
        {
            Streamed = isStream;
            return false;
        }

        _passes = asWritten && call.Wire == link.Protocol.Kind && isStream == call.Streamed;
        if (call.Operation != CallOperation.Generate)
            (_passes, Streamed) = (true, false);
        if (!_passes && !Streamed)
            _collected = [];
        return call.Operation == CallOperation.Generate && (!_passes || isStream);
    }

    /// <summary>What the first words need that are not a frame passed on.</summary>
    public void Start(AnswerStart start) => _writer = WireProtocol.Of(call.Wire!.Value).Answer(start);

    /// <summary>Shows a frame; false when there is nothing in it for the caller yet.</summary>
    public bool Show(Frame frame, in FramePeek peek)
    {
        Clear();
        if (_passes || call.Wire is null)
        {
            if (_hidesUsage && (peek.Signs & ~FrameSigns.None) == FrameSigns.Usage)
                return false;
            if (peek.Has(FrameSigns.End) && WantsMore)
                return false;
            _hasMark |= peek.Has(FrameSigns.End);
            _frame = frame;
            _writer?.Passed(frame);
            return true;
        }

        return Say(frame.View(_provider!));
    }

    /// <summary>Says something in the caller's protocol; false when it is nothing yet.</summary>
    public bool Say(IReadOnlyList<Delta> deltas)
    {
        Clear();
        if (call.Wire is null)
        {
            _said = deltas;
            return deltas.Count > 0;
        }

        _passes = false;
        if (_collected is not null)
            _collected.AddRange(deltas);
        else
            _writer!.Write(deltas, _written);
        return _written.Count > 0;
    }

    /// <summary>Ends the answer well, with what is still to be said; false when all was said already.</summary>
    public bool End(List<Delta> last)
    {
        if (call.Wire is null)
            return Say(last);
        Clear();
        if (_writer is null || (_passes && _hasMark))
            return false;
        if (_collected is not null)
        {
            _collected.AddRange(last);
            _writer.Whole(_collected, _written);
            return true;
        }

        if (last.Count > 0)
            _writer.Write(last, _written);
        _writer.End(_written);
        return _written.Count > 0;
    }

    /// <summary>Ends the answer with a failure in its stream.</summary>
    public void Fail(CallFailure failure)
    {
        Clear();
        _writer!.Fail(failure, _written);
    }

    public void Return() => _written.Return();

    private void Clear()
    {
        (_frame, _said) = (null, null);
        _written.Clear();
    }
}
