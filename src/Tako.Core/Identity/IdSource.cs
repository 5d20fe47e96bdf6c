using System.Buffers.Binary;

namespace Tako.Core.Identity;

/// <summary>
/// Makes version 7 GUIDs (RFC 9562) from an injected clock and an injected source of chance, so that a replay is exact.
/// Ids of one source never repeat and sort by the time they were made.
/// </summary>
public sealed class IdSource(TimeProvider time, Random random)
{
    private readonly Lock _lock = new();
    private long _lastMilliseconds;
    private int _counter;

    public Guid NewGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        lock (_lock)
        {
            random.NextBytes(bytes);
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            if (now > _lastMilliseconds)
            {
                _lastMilliseconds = now;
                _counter = 0;
            }
            else if (++_counter > 0xFFF)
            {
                // 4,096 ids within one millisecond: borrow from the next one, as RFC 9562 allows.
                _lastMilliseconds++;
                _counter = 0;
            }

            Span<byte> stamp = stackalloc byte[8];
            BinaryPrimitives.WriteInt64BigEndian(stamp, _lastMilliseconds);
            stamp[2..].CopyTo(bytes);
            bytes[6] = (byte)(0x70 | (_counter >> 8));
            bytes[7] = (byte)_counter;
        }

        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>An id of twenty hexadecimal digits that sorts by time: the stamp, the counter and 20 random bits.</summary>
    public string NewShort(string prefix)
    {
        Span<char> text = stackalloc char[32];
        NewGuid().TryFormat(text, out _, "N");
        return $"{prefix}-{text[..12]}{text[13..16]}{text[27..]}";
    }

    public TaskId NewTask() => new(NewShort("t"));
}
