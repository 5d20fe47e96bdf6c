using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tako.Server.Reflexes;

/// <summary>Texts of JSON: read out of their bytes, and put in the place of others.</summary>
internal static class JsonText
{
    private const int LongestMediaType = 100;
    // The backslash is how some write a slash in JSON.
    private static readonly SearchValues<byte> Base64Letters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\\"u8);

    private static ReadOnlySpan<byte> Base64Mark => ";base64,"u8;

    /// <summary>The text of a JSON string, given with its quotes; half a character, at which a stream may be cut, becomes a
    /// replacement, and everything around it stays.</summary>
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
            var into = new char[quoted.Length];
            return new string(into, 0, Halves(quoted[1..^1], into));
        }
    }

    /// <summary>The same into a rented buffer, in whose place a larger one comes when it is too small.</summary>
    public static ReadOnlySpan<char> Read(ReadOnlySpan<byte> quoted, ref char[] rented)
    {
        // One byte of UTF-8 makes at most one character.
        if (rented.Length < quoted.Length)
        {
            ArrayPool<char>.Shared.Return(rented, clearArray: true);
            rented = ArrayPool<char>.Shared.Rent(quoted.Length);
        }

        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        try
        {
            return rented.AsSpan(0, reader.CopyString(rented));
        }
        catch (InvalidOperationException)
        {
            return rented.AsSpan(0, Halves(quoted[1..^1], rented));
        }
    }

    /// <summary>A picture or a sound, told inside a text, is no text; one that only begins as if it were is.</summary>
    public static bool IsPicture(ReadOnlySpan<byte> quoted)
    {
        var text = quoted[1..^1];
        if (!text.StartsWith("data:"u8))
            return false;
        var begins = text[..Math.Min(text.Length, LongestMediaType)].IndexOf(Base64Mark);
        return begins >= 0 && !text[(begins + Base64Mark.Length)..].ContainsAnyExcept(Base64Letters);
    }

    // A valid JSON string that the reader does not give because of a half character or bytes that are none.
    private static int Halves(ReadOnlySpan<byte> bytes, Span<char> into)
    {
        var count = 0;
        while (bytes.IndexOf((byte)'\\') is >= 0 and var plain)
        {
            count += Encoding.UTF8.GetChars(bytes[..plain], into[count..]);
            var escape = bytes[plain + 1];
            into[count++] = escape switch
            {
                (byte)'b' => '\b',
                (byte)'f' => '\f',
                (byte)'n' => '\n',
                (byte)'r' => '\r',
                (byte)'t' => '\t',
                (byte)'u' => (char)ushort.Parse(bytes.Slice(plain + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                _ => (char)escape,
            };
            bytes = bytes[(plain + (escape == (byte)'u' ? 6 : 2))..];
        }

        count += Encoding.UTF8.GetChars(bytes, into[count..]);
        var text = into[..count];
        for (var index = 0; index < count; index++)
        {
            if (index + 1 < count && char.IsSurrogatePair(text[index], text[index + 1]))
                index++;
            else if (char.IsSurrogate(text[index]))
                text[index] = '\uFFFD';
        }

        return count;
    }

    public static byte[] Quoted(string text) =>
        [(byte)'"', .. JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes, (byte)'"'];

    /// <summary>Bytes with parts of them replaced; the parts are in order.</summary>
    public static ReadOnlyMemory<byte> Splice(ReadOnlySpan<byte> bytes, IReadOnlyList<(int Start, int End, byte[] Text)> parts)
    {
        var output = new ArrayBufferWriter<byte>(bytes.Length + 256);
        Splice(bytes, parts, output);
        return output.WrittenMemory;
    }

    /// <summary>The same, written where other things are written as well.</summary>
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
