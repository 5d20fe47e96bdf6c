using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Tako.Workspace.Overlay;

/// <summary>Git's way to put binary contents into a patch: zlib, then base 85, forward and backward.</summary>
internal static class GitBinaryPatch
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";
    private const int BytesPerLine = 52;

    public static void Write(StringBuilder text, ReadOnlyMemory<byte>? old, ReadOnlyMemory<byte>? now)
    {
        text.Append(CultureInfo.InvariantCulture, $"index {BlobId(old)}..{BlobId(now)}\nGIT binary patch\n");
        Literal(text, (now ?? default).Span);
        Literal(text, (old ?? default).Span);
    }

    private static void Literal(StringBuilder text, ReadOnlySpan<byte> content)
    {
        text.Append(CultureInfo.InvariantCulture, $"literal {content.Length}\n");
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(content);
        var bytes = packed.GetBuffer().AsSpan(0, (int)packed.Length);
        for (var at = 0; at < bytes.Length; at += BytesPerLine)
        {
            var line = bytes.Slice(at, Math.Min(BytesPerLine, bytes.Length - at));
            text.Append((char)(line.Length <= 26 ? 'A' + line.Length - 1 : 'a' + line.Length - 27));
            Line(text, line);
            text.Append('\n');
        }

        text.Append('\n');
    }

    private static void Line(StringBuilder text, ReadOnlySpan<byte> line)
    {
        Span<byte> word = stackalloc byte[4];
        Span<char> letters = stackalloc char[5];
        for (var at = 0; at < line.Length; at += 4)
        {
            word.Clear();
            line.Slice(at, Math.Min(4, line.Length - at)).CopyTo(word);
            var value = BinaryPrimitives.ReadUInt32BigEndian(word);
            for (var letter = 4; letter >= 0; letter--)
                (letters[letter], value) = (Alphabet[(int)(value % 85)], value / 85);
            text.Append(letters);
        }
    }

    [SuppressMessage("Security", "CA5350", Justification = "The name git gives a blob is SHA-1 by definition.")]
    private static string BlobId(ReadOnlyMemory<byte>? file)
    {
        if (file is not { } content)
            return new string('0', 40);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(Encoding.ASCII.GetBytes($"blob {content.Length}\0"));
        hash.AppendData(content.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
