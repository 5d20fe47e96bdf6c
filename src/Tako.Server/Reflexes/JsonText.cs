using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tako.Server.Reflexes;

/// <summary>Texts of JSON: read out of their bytes, and put in the place of others.</summary>
internal static class JsonText
{
    /// <summary>The text of a JSON string, given with its quotes; half a character, at which a stream may be cut, becomes a
    /// replacement.</summary>
    public static string Read(ReadOnlySpan<byte> quoted)
    {
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }

    /// <summary>The same into a buffer of at least so many characters as there are bytes; how many it takes.</summary>
    public static int Read(ReadOnlySpan<byte> quoted, Span<char> into)
    {
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        try
        {
            return reader.CopyString(into);
        }
        catch (InvalidOperationException)
        {
            into[0] = '\uFFFD';
            return 1;
        }
    }

    public static byte[] Quoted(string text) =>
        [(byte)'"', .. JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes, (byte)'"'];

    /// <summary>Writes bytes with parts of them replaced; the parts are in order.</summary>
    public static void Splice(ReadOnlySpan<byte> bytes, IReadOnlyList<(int Start, int End, byte[] Text)> parts, IBufferWriter<byte> output)
    {
        var from = 0;
        foreach (var (start, end, text) in parts)
        {
            output.Write(bytes[from..start]);
            output.Write(text);
            from = end;
        }

        output.Write(bytes[from..]);
    }
}
