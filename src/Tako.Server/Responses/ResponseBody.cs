using System.Buffers;
using System.Text.Json;

namespace Tako.Server.Responses;

/// <summary>Changes a few members of a JSON object and leaves every other byte of it as it is.</summary>
internal static class ResponseBody
{
    /// <summary>The request with this input and kept by no provider; what it said of the answer before is left out.</summary>
    public static byte[] Ask(ReadOnlySpan<byte> body, ReadOnlySpan<byte> input)
    {
        var output = new ArrayBufferWriter<byte>(body.Length + input.Length);
        output.Write("{"u8);
        var json = new Utf8JsonReader(body);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var own = json.ValueTextEquals("input"u8) || json.ValueTextEquals("store"u8)
                || json.ValueTextEquals("previous_response_id"u8);
            var start = (int)json.TokenStartIndex;
            json.Read();
            json.Skip();
            if (own)
                continue;
            output.Write(body[start..(int)json.BytesConsumed]);
            output.Write(","u8);
        }

        output.Write("\"store\":false,\"input\":"u8);
        output.Write(input);
        output.Write("}"u8);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The value of a top-level member, or an empty range.</summary>
    public static Range Member(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name)
    {
        var json = new Utf8JsonReader(body);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var found = json.ValueTextEquals(name);
            json.Read();
            var start = (int)json.TokenStartIndex;
            json.Skip();
            if (found)
                return start..(int)json.BytesConsumed;
        }

        return default;
    }

    /// <summary>The answer with what the client said about keeping it, in place of what its provider was told.</summary>
    /// <param name="id">Another id for it, as JSON; empty leaves it.</param>
    public static void Answer(ReadOnlySpan<byte> answer, bool keeps, ReadOnlySpan<byte> previous, ReadOnlySpan<byte> id,
        IBufferWriter<byte> output)
    {
        var json = new Utf8JsonReader(answer);
        json.Read();
        var written = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var store = json.ValueTextEquals("store"u8);
            var before = json.ValueTextEquals("previous_response_id"u8);
            var name = !id.IsEmpty && json.ValueTextEquals("id"u8);
            json.Read();
            var start = (int)json.TokenStartIndex;
            json.Skip();
            if (!store && !before && !name)
                continue;
            output.Write(answer[written..start]);
            output.Write(name ? id : store ? (keeps ? "true"u8 : "false"u8) : previous.IsEmpty ? "null"u8 : previous);
            written = (int)json.BytesConsumed;
        }

        output.Write(answer[written..]);
    }
}
