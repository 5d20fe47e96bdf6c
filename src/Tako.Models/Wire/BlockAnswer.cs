using System.Buffers;

namespace Tako.Models.Wire;

/// <summary>
/// An answer in a protocol of blocks: one is open at a time, and each is closed before the next. Calls whose parts come
/// interleaved are put one after the other.
/// </summary>
internal abstract class BlockAnswer(AnswerStart start) : AnswerWriter
{
    private readonly Queue<ToolTrack> _waiting = [];
    private ToolTrack? _live;

    protected AnswerStart Start => start;

    protected AnswerSum Sum { get; } = new();

    protected ToolTracks Tools { get; } = new(start.Id);

    protected EventText Events { get; } = new();

    /// <summary>The kind of the block that is open; null when none is.</summary>
    protected BlockKind? Opened { get; set; }

    /// <summary>The answer's first event was told.</summary>
    protected bool Begun { get; set; }

    public override void Write(IReadOnlyList<Delta> deltas, IBufferWriter<byte> output)
    {
        for (var at = 0; at < deltas.Count; at++)
        {
            Sum.Take(deltas[at]);
            switch (deltas[at])
            {
                case Delta.Text { Words.Length: > 0 } text:
                    Turn(text.IsRefusal ? BlockKind.Refusal : BlockKind.Text, output);
                    Add(text.Words, at + 1 < deltas.Count ? (deltas[at + 1] as Delta.LogProbs)?.Tokens : null, output);
                    break;
                case Delta.Reasoning thought:
                    Think(thought, output);
                    break;
                case Delta.Tool part when Tools.Take(part) is { Done: false } track:
                    Call(track, output);
                    break;
            }
        }
    }

    /// <summary>Tells the answer's first events.</summary>
    protected abstract void Begin(IBufferWriter<byte> output);

    /// <param name="seal">A thought's seal, where it comes before any words.</param>
    protected abstract void Open(BlockKind kind, ToolTrack? call, string? seal, IBufferWriter<byte> output);

    /// <summary>Words, thoughts or arguments for the open block.</summary>
    /// <param name="logProbs">How likely the words' tokens were, a JSON list.</param>
    protected abstract void Add(string words, string? logProbs, IBufferWriter<byte> output);

    /// <summary>What the provider wants back beside the open thought.</summary>
    protected abstract void Seal(string seal, IBufferWriter<byte> output);

    protected abstract void Close(IBufferWriter<byte> output);

    /// <summary>Closes every block, those of calls that still wait included.</summary>
    protected void CloseAll(IBufferWriter<byte> output)
    {
        Advance(output, force: true);
        CloseOpen(output);
    }

    protected void BeginOnce(IBufferWriter<byte> output)
    {
        if (Begun)
            return;
        Begun = true;
        Begin(output);
    }

    private void Turn(BlockKind kind, IBufferWriter<byte> output, ToolTrack? call = null, string? seal = null)
    {
        if (Opened == kind && call is null)
            return;
        CloseOpen(output);
        BeginOnce(output);
        Open(kind, call, seal, output);
        Opened = kind;
    }

    private void CloseOpen(IBufferWriter<byte> output)
    {
        if (Opened is null)
            return;
        Close(output);
        Opened = null;
        if (_live is null)
            return;
        _live.Done = true;
        _live = null;
    }

    private void Think(Delta.Reasoning thought, IBufferWriter<byte> output)
    {
        if (thought.Words.Length > 0)
        {
            Turn(BlockKind.Thought, output);
            Add(thought.Words, null, output);
        }

        if (thought.Signature is not { Length: > 0 } seal)
            return;
        Turn(ThoughtSeal.TryRedacted(seal, out _) ? BlockKind.Redacted : BlockKind.Thought, output, seal: seal);
        Seal(seal, output);
        CloseOpen(output);
    }

    private void Call(ToolTrack track, IBufferWriter<byte> output)
    {
        if (track == _live)
        {
            Tell(track, output);
        }
        else if (!track.Begun)
        {
            track.Begun = true;
            _waiting.Enqueue(track);
        }

        Advance(output, force: false);
    }

    // The next call begins when the one before it is whole, or when nothing can follow any more.
    private void Advance(IBufferWriter<byte> output, bool force)
    {
        while (_waiting.TryPeek(out var next) && (force || ((_live is null || _live.IsWhole()) && next.Name is not null)))
        {
            _waiting.Dequeue();
            Turn(BlockKind.Tool, output, next);
            _live = next;
            Tell(next, output);
        }
    }

    private void Tell(ToolTrack track, IBufferWriter<byte> output)
    {
        if (track.Untold() is { Length: > 0 } arguments)
            Add(arguments, null, output);
    }
}
