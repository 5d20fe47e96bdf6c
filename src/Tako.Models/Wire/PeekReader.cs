using System.Text.Json;
using System.Text.Unicode;

namespace Tako.Models.Wire;

/// <summary>Steps through a frame's payload for a peek, and notes whatever makes the frame an unusual one.</summary>
internal ref struct PeekReader
{
    private readonly bool _isText;
    private Utf8JsonReader _json;
    private uint _seen;

    public PeekReader(ReadOnlySpan<byte> data)
    {
        _json = new Utf8JsonReader(data);
        _isText = Utf8.IsValid(data);
        _json.Read();
        Odd = !_isText || _json.TokenType != JsonTokenType.StartObject;
    }

    /// <summary>The frame has to be read the long way.</summary>
    public bool Odd { get; private set; }

    public readonly JsonTokenType Token => _json.TokenType;

    /// <summary>Moves to the next member of the object that is being read; false at its end.</summary>
    public bool NextMember()
    {
        if (Odd || !_json.Read() || _json.TokenType != JsonTokenType.PropertyName)
            return false;
        Odd |= _json.ValueIsEscaped;
        return !Odd;
    }

    public readonly ReadOnlySpan<byte> Name => _json.ValueSpan;

    /// <summary>Goes to the member's value. Each number from 0 to 31 stands for one member that may come only once.</summary>
    public JsonTokenType Value(int once)
    {
        Odd |= (_seen & (1u << once)) != 0;
        _seen |= 1u << once;
        _json.Read();
        return _json.TokenType;
    }

    public readonly bool Saw(int once) => (_seen & (1u << once)) != 0;

    public bool Next() => _json.Read();

    /// <summary>Passes over the value, or over the member whose name was read.</summary>
    public void Skip() => _json.Skip();

    /// <summary>Where the value stands; objects and arrays are passed over.</summary>
    public Range Place()
    {
        var start = (int)_json.TokenStartIndex;
        _json.Skip();
        return start..(int)_json.BytesConsumed;
    }

    /// <summary>A string's length as it is written; other values are odd.</summary>
    public int Text()
    {
        Odd |= _json.TokenType != JsonTokenType.String || (_json.ValueIsEscaped && MayBeHalf(_json.ValueSpan));
        if (_json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            _json.Skip();
        return Odd ? 0 : _json.ValueSpan.Length;
    }

    /// <summary>As <see cref="Text"/>, where null is nothing.</summary>
    public int TextOrNull() => _json.TokenType == JsonTokenType.Null ? 0 : Text();

    public readonly ReadOnlySpan<byte> Span => _json.ValueSpan;

    /// <summary>A number that is a place in a list; all else is odd.</summary>
    public void Index() => Odd |= _json.TokenType != JsonTokenType.Number || !_json.TryGetInt32(out _);

    public void MarkOdd() => Odd = true;

    /// <summary>Whether the payload ends here well; what follows the object throws.</summary>
    public bool Ends() => !Odd && !_json.Read();

    // An escape of half a letter is an error only where somebody reads the string.
    private static bool MayBeHalf(ReadOnlySpan<byte> text)
    {
        while (text.IndexOf("\\u"u8) is >= 0 and var at && at + 2 < text.Length)
        {
            if ((text[at + 2] | 0x20) == 'd')
                return true;
            text = text[(at + 2)..];
        }

        return false;
    }
}
