using System.Text;

namespace Tako.Models.Wire;

/// <summary>What a part of an answer is.</summary>
internal enum BlockKind { Text, Refusal, Thought, Redacted, Tool }

/// <summary>An answer put together, in the order of its parts.</summary>
internal sealed class WholeAnswer
{
    private readonly ToolTracks _tracks;
    private readonly List<WholeBlock> _blocks = [];

    public WholeAnswer(IReadOnlyList<Delta> deltas, string seed)
    {
        _tracks = new ToolTracks(seed);
        foreach (var delta in deltas)
        {
            Sum.Take(delta);
            Take(delta);
        }
    }

    public AnswerSum Sum { get; } = new();

    public IReadOnlyList<WholeBlock> Blocks => _blocks;

    public bool HasTools => _tracks.Count > 0;

    /// <summary>All words of a kind.</summary>
    public string Words(BlockKind kind) =>
        string.Concat(_blocks.Where(block => block.Kind == kind).Select(block => block.Words.ToString()));

    /// <summary>How likely the text's tokens were, as one JSON list; null when nobody said.</summary>
    public string? LogProbs() =>
        LogProbText.Join([.. _blocks.Where(block => block.Kind == BlockKind.Text).SelectMany(block => block.LogProbs)]);

    private void Take(Delta delta)
    {
        switch (delta)
        {
            case Delta.Text { Words.Length: > 0 } text:
                Last(text.IsRefusal ? BlockKind.Refusal : BlockKind.Text).Words.Append(text.Words);
                break;
            case Delta.LogProbs probable:
                Last(BlockKind.Text).LogProbs.Add(probable.Tokens);
                break;
            case Delta.Reasoning thought:
                Take(thought);
                break;
            case Delta.Tool part when _tracks.Take(part) is { Begun: false } track:
                track.Begun = true;
                _blocks.Add(new WholeBlock(BlockKind.Tool) { Call = track });
                break;
        }
    }

    private void Take(Delta.Reasoning thought)
    {
        if (ThoughtSeal.TryRedacted(thought.Signature, out _))
        {
            _blocks.Add(new WholeBlock(BlockKind.Redacted) { Seal = thought.Signature });
            return;
        }

        if (thought.Words.Length == 0 && thought.Signature is null)
            return;
        var block = Last(BlockKind.Thought);
        block.Words.Append(thought.Words);
        block.Seal = thought.Signature;
    }

    // A thought that was sealed is closed.
    private WholeBlock Last(BlockKind kind)
    {
        if (_blocks.Count == 0 || _blocks[^1].Kind != kind || _blocks[^1].Seal is not null)
            _blocks.Add(new WholeBlock(kind));
        return _blocks[^1];
    }
}

/// <summary>One part of it.</summary>
internal sealed class WholeBlock(BlockKind kind)
{
    public BlockKind Kind => kind;

    public StringBuilder Words { get; } = new();

    public List<string> LogProbs { get; } = [];

    public string? Seal { get; set; }

    public ToolTrack? Call { get; init; }
}
