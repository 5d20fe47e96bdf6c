using System.Buffers.Binary;
using System.Text;

namespace Tako.Server.Tests.Telemetry;

/// <summary>A protobuf message, taken apart field by field without its schema.</summary>
internal sealed class Proto
{
    private readonly List<(int Number, object Value)> _fields = [];

    public Proto(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var tag = Varint(ref bytes);
            object value;
            switch (tag & 7)
            {
                case 0:
                    value = Varint(ref bytes);
                    break;
                case 1:
                    value = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
                    bytes = bytes[8..];
                    break;
                case 5:
                    value = (ulong)BinaryPrimitives.ReadUInt32LittleEndian(bytes);
                    bytes = bytes[4..];
                    break;
                default:
                    var length = (int)Varint(ref bytes);
                    value = bytes[..length].ToArray();
                    bytes = bytes[length..];
                    break;
            }

            _fields.Add(((int)(tag >> 3), value));
        }
    }

    public ulong Number(int field) => _fields.Where(one => one.Number == field).Select(one => (ulong)one.Value).FirstOrDefault();

    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field).FirstOrDefault() ?? []);

    public IEnumerable<Proto> Messages(int field) => Bytes(field).Select(bytes => new Proto(bytes));

    /// <summary>OpenTelemetry's list of attributes: keys (1) and values (2) of text (1), flag (2), whole number (3), number (4),
    /// list (5).</summary>
    public Dictionary<string, string> Attributes(int field) => Messages(field).ToDictionary(pair => pair.Text(1),
        pair => Value(pair.Messages(2).FirstOrDefault()));

    private static string Value(Proto? value)
    {
        if (value is null || value._fields.Count == 0)
            return "";
        return value._fields[0].Number switch
        {
            1 => value.Text(1),
            2 => value.Number(2) == 1 ? "true" : "false",
            3 => ((long)value.Number(3)).ToString(System.Globalization.CultureInfo.InvariantCulture),
            4 => BitConverter.UInt64BitsToDouble(value.Number(4)).ToString(System.Globalization.CultureInfo.InvariantCulture),
            5 => string.Join(',', value.Messages(5).SelectMany(list => list.Messages(1)).Select(Value)),
            _ => "?",
        };
    }

    private IEnumerable<byte[]> Bytes(int field) => _fields.Where(one => one.Number == field).Select(one => (byte[])one.Value);

    private static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = bytes[0];
            bytes = bytes[1..];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }
    }
}
