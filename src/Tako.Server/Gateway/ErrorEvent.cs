using System.Buffers;
using System.Text.Json;
using Tako.Models.Failures;
using Tako.Models.Wire;

namespace Tako.Server.Gateway;

/// <summary>A failure as an event of a stream that has begun.</summary>
internal static class ErrorEvent
{
    public static void Write(CallFailure failure, WireKind wire, string id, IBufferWriter<byte> output)
    {
        output.Write(wire == WireKind.Chat ? "data: "u8 : "event: error\ndata: "u8);
        if (wire == WireKind.Responses)
            WriteResponses(failure, output);
        else
            ErrorShape.Write(wire, failure, output, requestId: id);
        output.Write("\n\n"u8);
    }

    private static void WriteResponses(CallFailure failure, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("type"u8, "error"u8);
        json.WriteString("code"u8, "server_error"u8);
        json.WriteString("message"u8, failure.Message);
        json.WriteNull("param"u8);
        json.WriteEndObject();
    }
}
