using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Tako.Server.Responses;

/// <summary>
/// One request of the Responses API whose answer is to be kept: the provider is asked to keep nothing, and what it answers is
/// changed back to what the client said, and remembered.
/// </summary>
/// <param name="keep">Keeps the answer, which can be found as soon as this has begun; null where the client wants it not
/// kept.</param>
internal sealed class ResponseTurn(Func<StoredResponse, Task>? keep, byte[] input, byte[] body, byte[] previous)
{
    private static readonly string[] Carriers = ["created", "queued", "in_progress", "completed", "incomplete", "failed"];
    private readonly ArrayBufferWriter<byte> _changed = new(1024);
    private byte[] _id = [];
    /// <summary>What goes on to a provider.</summary>
    public ReadOnlyMemory<byte> Body => body;

    /// <summary>Done once the answer is kept.</summary>
    public Task Kept { get; private set; } = Task.CompletedTask;

    /// <summary>The answer was given before, to another request: this one has an id of its own.</summary>
    public void Rename(string id) => _id = JsonSerializer.SerializeToUtf8Bytes(id, ResponseEventJson.Default.String);

    /// <summary>Events of the stream, one or several, as the client is to see them.</summary>
    public ReadOnlyMemory<byte> Events(ReadOnlyMemory<byte> frame)
    {
        var bytes = frame.Span;
        if (bytes.IndexOf("\"response\""u8) < 0)
            return frame;
        _changed.ResetWrittenCount();
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf("\n\n"u8) is var blank and >= 0 ? blank + 2 : bytes.Length;
            Event(bytes[..end]);
            bytes = bytes[end..];
        }

        return _changed.WrittenMemory;
    }

    /// <summary>A whole answer as the client is to see it.</summary>
    public ReadOnlyMemory<byte> Whole(ReadOnlyMemory<byte> answer)
    {
        _changed.ResetWrittenCount();
        ResponseBody.Answer(answer.Span, keep is not null, previous, _id, _changed);
        Remember(_changed.WrittenSpan);
        return _changed.WrittenMemory;
    }

    private void Event(ReadOnlySpan<byte> text)
    {
        var data = text.IndexOf("\ndata: "u8);
        if (data >= 0 && text.StartsWith("event: response."u8) && Carries(text["event: response.".Length..]))
        {
            data += "\ndata: ".Length;
            var json = text[data..];
            json = json.IndexOf((byte)'\n') is var line and >= 0 ? json[..line] : json;
            if (TryMember(json, out var offset, out var length))
            {
                _changed.Write(text[..(data + offset)]);
                var start = _changed.WrittenCount;
                ResponseBody.Answer(json.Slice(offset, length), keep is not null, previous, _id, _changed);
                Remember(_changed.WrittenSpan[start..]);
                _changed.Write(text[(data + offset + length)..]);
                return;
            }
        }

        _changed.Write(text);
    }

    private static bool TryMember(ReadOnlySpan<byte> json, out int offset, out int length)
    {
        try
        {
            (offset, length) = ResponseBody.Member(json, "response"u8).GetOffsetAndLength(json.Length);
        }
        catch (JsonException)
        {
            (offset, length) = (0, 0);
        }

        return length > 0;
    }

    private static bool Carries(ReadOnlySpan<byte> name)
    {
        foreach (var carrier in Carriers)
        {
            if (name.Length > carrier.Length && name[carrier.Length] is (byte)'\n' or (byte)'\r'
                && Ascii.Equals(name[..carrier.Length], carrier))
                return true;
        }

        return false;
    }

    // Only what has ended can be gone on from.
    private void Remember(ReadOnlySpan<byte> answer)
    {
        if (keep is null)
            return;
        using var document = JsonDocument.Parse(answer.ToArray());
        var root = document.RootElement;
        if (root.TryGetProperty("status", out var status) && (status.ValueEquals("completed"u8) || status.ValueEquals("incomplete"u8))
            && root.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String)
            Kept = keep(new StoredResponse(id.GetString()!, input, answer.ToArray()));
    }
}
