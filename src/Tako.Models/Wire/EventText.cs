using System.Buffers;
using System.Text.Json;

namespace Tako.Models.Wire;

/// <summary>Writes server-sent events with a JSON payload; one JSON writer serves a whole answer.</summary>
internal sealed class EventText
{
    private Utf8JsonWriter? _json;

    /// <summary>Begins an event; a protocol that names its events gives the name.</summary>
    public Utf8JsonWriter Begin(IBufferWriter<byte> output, ReadOnlySpan<byte> name = default)
    {
        if (!name.IsEmpty)
        {
            output.Write("event: "u8);
            output.Write(name);
            output.Write("\n"u8);
        }

        output.Write("data: "u8);
        return Body(output);
    }

    public void End(IBufferWriter<byte> output)
    {
        _json!.Flush();
        output.Write("\n\n"u8);
    }

    /// <summary>The writer, for a body of its own; whoever takes it flushes it.</summary>
    public Utf8JsonWriter Body(IBufferWriter<byte> output)
    {
        if (_json is null)
            _json = new Utf8JsonWriter(output, WireJson.Compact);
        else
            _json.Reset(output);
        return _json;
    }
}
