using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Tako.Models.Wire;

/// <summary>What a frame says, in signs.</summary>
[Flags]
internal enum FrameSigns
{
    None = 0,
    Text = 1,
    Reasoning = 2,
    Tool = 4,

    /// <summary>Why the answer ended.</summary>
    Finish = 8,
    Usage = 16,

    /// <summary>The provider reports a failure inside an answer that began well.</summary>
    Failed = 32,

    /// <summary>The protocol's end mark.</summary>
    End = 64,

    Content = Text | Reasoning | Tool,
}

/// <summary>
/// A glance at a streamed frame for the path on which bytes go through untouched: which signs it gives, and where its words are.
/// It agrees with <see cref="Frame.View"/>; the usual frames of each protocol are read without allocating, and whatever is
/// unusual about one (escaped names, names given twice, values of another kind) goes the long way through that view.
/// </summary>
internal readonly struct FramePeek
{
    private readonly Range _words;
    private readonly string? _viewed;

    internal FramePeek(FrameSigns signs, Range words, int contentBytes, Range usage = default)
    {
        (Signs, _words, ContentBytes, Usage) = (signs, words, contentBytes, usage);
    }

    /// <summary>What a view says, in signs.</summary>
    internal FramePeek(IReadOnlyList<Delta> view)
    {
        foreach (var delta in view)
        {
            Signs |= Sign(delta);
            if (delta is Delta.Text { Words.Length: > 0 } text)
                _viewed += text.Words;
            ContentBytes += delta switch
            {
                Delta.Text said => Encoding.UTF8.GetByteCount(said.Words),
                Delta.Reasoning thought => Encoding.UTF8.GetByteCount(thought.Words),
                Delta.Tool tool => Encoding.UTF8.GetByteCount(tool.Arguments),
                _ => 0,
            };
        }
    }

    public FrameSigns Signs { get; }

    /// <summary>Bytes of words, thoughts and arguments, escapes counted as they are written.</summary>
    public int ContentBytes { get; }

    /// <summary>Where the usage block stands in the payload; empty when it must be taken from the view.</summary>
    public Range Usage { get; }

    /// <summary>Where the words stand, quotes included; null where they had to be taken from the view.</summary>
    public Range? WordsAt => _viewed is null && Has(FrameSigns.Text) ? _words : null;

    public bool HasContent => (Signs & FrameSigns.Content) != 0;

    public bool Has(FrameSigns sign) => (Signs & sign) != 0;

    /// <summary>Looks at a streamed frame's payload; throws <see cref="MalformedFrameException"/> where the view would.</summary>
    public static FramePeek Of(WireProtocol protocol, ReadOnlyMemory<byte> data)
    {
        if (data.Span.SequenceEqual("[DONE]"u8))
            return new FramePeek(FrameSigns.End, default, 0);
        try
        {
            if (protocol.TryPeek(data.Span, out var peek))
                return peek;
        }
        catch (JsonException)
        {
            throw new MalformedFrameException("the payload is not JSON");
        }

        return new FramePeek(new Frame(data, "", data, whole: false).View(protocol));
    }

    /// <summary>The frame's words of text, decoded.</summary>
    public string Words(ReadOnlySpan<byte> data)
    {
        if (_viewed is not null || !Has(FrameSigns.Text))
            return _viewed ?? "";
        var reader = new Utf8JsonReader(data[_words]);
        reader.Read();
        return reader.GetString()!;
    }

    /// <summary>Adds the words in UTF-8, without making a string of them.</summary>
    public void CopyWords(ReadOnlySpan<byte> data, IBufferWriter<byte> output)
    {
        if (_viewed is not null || !Has(FrameSigns.Text))
        {
            Encoding.UTF8.GetBytes(_viewed ?? "", output);
            return;
        }

        var words = data[_words];
        if (words.IndexOf((byte)'\\') < 0)
        {
            output.Write(words[1..^1]);
            return;
        }

        var reader = new Utf8JsonReader(words);
        reader.Read();
        output.Advance(reader.CopyString(output.GetSpan(words.Length)));
    }

    private static FrameSigns Sign(Delta delta) => delta switch
    {
        Delta.Text => delta.IsContent ? FrameSigns.Text : FrameSigns.None,
        Delta.Reasoning => FrameSigns.Reasoning,
        Delta.Tool => FrameSigns.Tool,
        Delta.Finish => FrameSigns.Finish,
        Delta.Used => FrameSigns.Usage,
        Delta.Failed => FrameSigns.Failed,
        Delta.End => FrameSigns.End,
        _ => FrameSigns.None,
    };
}
