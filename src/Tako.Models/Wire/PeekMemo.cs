using System.Buffers;
using System.Text.Unicode;

namespace Tako.Models.Wire;

/// <summary>
/// Peeks at the frames of one stream, and remembers the last that brought words. Most frames differ from it in nothing but those
/// words: where all bytes around them are the same, and they are plain, the frame says the same in other words, and nothing of
/// it has to be parsed. For one reader at a time.
/// </summary>
internal sealed class PeekMemo(WireProtocol protocol)
{
    // What would end the string, begin an escape, or be no JSON.
    private static readonly SearchValues<byte> Special =
        SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(code => (byte)code)]);

    private byte[] _kept = [];
    private int _before;
    private int _after;

    /// <summary>As <see cref="FramePeek.Of"/>.</summary>
    public FramePeek Of(ReadOnlyMemory<byte> data)
    {
        var span = data.Span;
        if (_before > 0 && span.Length > _before + _after
            && span[.._before].SequenceEqual(_kept.AsSpan(0, _before)) && span[^_after..].SequenceEqual(_kept.AsSpan(_before, _after)))
        {
            var words = span[_before..^_after];
            if (words.IndexOfAny(Special) < 0 && Utf8.IsValid(words))
                return new FramePeek(FrameSigns.Text, (_before - 1)..(span.Length - _after + 1), words.Length);
        }

        var peek = FramePeek.Of(protocol, data);
        if (peek.Signs == FrameSigns.Text && peek.WordsAt is { } place)
            Keep(span, place);
        return peek;
    }

    // Both quotes belong to what stays the same.
    private void Keep(ReadOnlySpan<byte> data, Range place)
    {
        var (start, length) = place.GetOffsetAndLength(data.Length);
        (_before, _after) = (start + 1, data.Length - start - length + 1);
        if (_kept.Length < _before + _after)
            _kept = new byte[_before + _after];
        data[.._before].CopyTo(_kept);
        data[^_after..].CopyTo(_kept.AsSpan(_before));
    }
}
