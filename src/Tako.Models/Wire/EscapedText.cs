using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tako.Models.Wire;

/// <summary>A text that grows, kept as the inside of a JSON string: what came escaped is taken without being read.</summary>
internal sealed class EscapedText
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private bool _closed;

    public EscapedText() => _bytes.Write("\""u8);

    public bool IsEmpty => _bytes.WrittenCount <= (_closed ? 2 : 1);

    public void Add(string words) =>
        AddEscaped(JsonEncodedText.Encode(words, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);

    /// <summary>Takes the inside of a JSON string as it stands in a frame.</summary>
    public void AddEscaped(ReadOnlySpan<byte> inside)
    {
        if (_closed)
            throw new InvalidOperationException("The text was told already.");
        _bytes.Write(inside);
    }

    /// <summary>Writes the text as a member; nothing can be added any more.</summary>
    public void Write(Utf8JsonWriter json, string name)
    {
        if (!_closed)
            _bytes.Write("\""u8);
        _closed = true;
        json.WritePropertyName(name);
        json.WriteRawValue(_bytes.WrittenSpan, skipInputValidation: true);
    }
}
