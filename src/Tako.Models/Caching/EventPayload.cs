using System.Buffers;

namespace Tako.Models.Caching;

/// <summary>Finds what an event of a stream carries.</summary>
internal static class EventPayload
{
    /// <summary>The data of one event; several lines of it are joined by a line feed. Empty where there is none.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> frame)
    {
        ReadOnlySpan<byte> found = default;
        ArrayBufferWriter<byte>? joined = null;
        foreach (var range in frame.SplitAny("\r\n"u8))
        {
            var line = frame[range];
            if (!line.StartsWith("data:"u8))
                continue;
            var value = line["data:"u8.Length..];
            if (!value.IsEmpty && value[0] == (byte)' ')
                value = value[1..];
            if (found.IsEmpty && joined is null)
            {
                found = value;
                continue;
            }

            if (joined is null)
            {
                joined = new ArrayBufferWriter<byte>(frame.Length);
                joined.Write(found);
            }

            joined.Write("\n"u8);
            joined.Write(value);
        }

        return joined is null ? found : joined.WrittenSpan;
    }
}
