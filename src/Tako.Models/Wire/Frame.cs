namespace Tako.Models.Wire;

/// <summary>
/// The unit that moves through the call engine: the bytes as they came, and a view of them that is parsed only when
/// somebody looks. Whoever passes bytes through never pays for parsing.
/// </summary>
internal sealed class Frame(ReadOnlyMemory<byte> raw, string eventName, ReadOnlyMemory<byte> data, bool whole)
{
    private ReadOnlyMemory<byte> _raw = raw;
    private ReadOnlyMemory<byte> _data = data;
    private IReadOnlyList<Delta>? _view;

    /// <summary>What the server sent, comments included, with every line ended by a line feed.</summary>
    public ReadOnlyMemory<byte> Raw => _raw;

    /// <summary>The event's name, empty where the stream names none.</summary>
    public string Event => eventName;

    /// <summary>The payload; several data lines are joined by a line feed.</summary>
    public ReadOnlyMemory<byte> Data => _data;

    /// <summary>A complete body rather than one event of a stream.</summary>
    public bool Whole => whole;

    /// <summary>Becomes the next event of its stream, whose bytes lie where those of this one did. Whoever wants to hold on to an event
    /// copies it before.</summary>
    public Frame Next(ReadOnlyMemory<byte> raw, ReadOnlyMemory<byte> data)
    {
        (_raw, _data, _view) = (raw, data, null);
        return this;
    }

    /// <summary>What the bytes say; throws <see cref="MalformedFrameException"/> when they say nothing in this
    /// protocol.</summary>
    public IReadOnlyList<Delta> View(WireProtocol protocol) => _view ??= protocol.Read(this);
}
