using System.Text;

namespace Tako.Workspace.Overlay;

/// <summary>Bytes as text and as lines, without losing a byte: what does not come back the same is not text.</summary>
internal static class TextLines
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes UTF-8 (a byte order mark stays as a character); false for binary content.</summary>
    public static bool TryDecode(ReadOnlyMemory<byte> content, out string text)
    {
        text = "";
        if (content.Span.Contains((byte)0))
            return false;
        try
        {
            text = Strict.GetString(content.Span);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>Lines with their line ends; joined they are the text again.</summary>
    public static List<string> Split(string text)
    {
        var lines = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text[start..end]);
            start = end;
        }

        return lines;
    }

    public static byte[] Encode(string text) => Strict.GetBytes(text);
}
