using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Tako.Core.Faults;

namespace Tako.Models.Wire;

/// <summary>Says what is wrong with a body and where, without quoting it.</summary>
internal static class BrokenBody
{
    public static Fault At(ReadOnlySpan<byte> body, int position, string field, string message)
    {
        var before = body[..Math.Min(position, body.Length)];
        var line = before.Count((byte)'\n') + 1;
        return new Fault(field, line, field.Length > 0 ? message : $"The body {message} (line {line}, byte {Column(before)}).");
    }

    public static Fault NotText(ReadOnlySpan<byte> body)
    {
        Span<char> letters = stackalloc char[1024];
        var sound = 0;
        while (sound < body.Length)
        {
            var status = Utf8.ToUtf16(body[sound..], letters, out var read, out _, replaceInvalidSequences: false);
            sound += read;
            if (status != OperationStatus.DestinationTooSmall)
                break;
        }

        return At(body, sound, "", "is not UTF-8");
    }

    public static Fault NotJson(ReadOnlySpan<byte> body, int consumed, int depth, JsonException wrong)
    {
        var rest = body[Math.Min(consumed, body.Length)..].TrimStart(" \t\r\n,:"u8);
        if (depth >= RequestHead.MostDepth - 1 && !rest.IsEmpty && rest[0] is (byte)'{' or (byte)'[')
            return At(body, body.Length - rest.Length, "", $"is nested more than {RequestHead.MostDepth} levels deep");
        var line = (int)(wrong.LineNumber ?? 0) + 1;
        var column = (wrong.BytePositionInLine ?? 0) + 1;
        return new Fault("", line, body.IsEmpty
            ? "The body is empty; it must be a JSON object."
            : $"The body is not JSON (line {line}, byte {column}).");
    }

    private static int Column(ReadOnlySpan<byte> before) => before.Length - before.LastIndexOf((byte)'\n');
}
