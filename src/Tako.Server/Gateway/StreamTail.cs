using System.Buffers;
using System.Text.Json;

namespace Tako.Server.Gateway;

/// <summary>What is known only at the end of a stream: a comment, which clients of server-sent events pass over.</summary>
internal static class StreamTail
{
    [ThreadStatic]
    private static Utf8JsonWriter? _kept;

    public static void Write(Exchange exchange, TimeSpan own, IBufferWriter<byte> output)
    {
        output.Write(": tako "u8);
        var json = _kept ?? new Utf8JsonWriter(output);
        // Whoever comes here while this one writes, or after it broke, makes another.
        _kept = null;
        json.Reset(output);
        Write(exchange, own, json);
        json.Flush();
        _kept = json;
        output.Write("\n\n"u8);
    }

    private static void Write(Exchange exchange, TimeSpan own, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("request"u8, exchange.Id);
        json.WriteString("model"u8, exchange.Head!.Model);
        json.WriteNumber("attempts"u8, exchange.Head.Attempts);
        var report = exchange.Report!;
        if (report.Usd is { } usd)
            json.WriteNumber("cost"u8, usd);
        else
            json.WriteNull("cost"u8);
        if (report.Usage?.Input is { } input)
            json.WriteNumber("input"u8, input);
        if (report.Usage?.Output is { } written)
            json.WriteNumber("output"u8, written);
        if (report.Estimated)
            json.WriteBoolean("estimated"u8, true);
        if (report.Continued)
            json.WriteBoolean("continued"u8, true);
        json.WriteNumber("overhead"u8, (long)own.TotalMicroseconds);
        json.WriteEndObject();
    }
}
