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

    /// <summary>An event of the stream as the client is to see it.</summary>
    public ReadOnlyMemory<byte> Event(ReadOnlyMemory<byte> frame)
    {
        var bytes = frame.Span;
        if (!bytes.StartsWith("event: response."u8) || !Carries(bytes["event: response.".Length..]))
            return frame;
        var data = bytes.IndexOf("\ndata: "u8);
        if (data < 0)
            return frame;
        data += "\ndata: ".Length;
        var end = bytes[data..].IndexOf((byte)'\n') is var line and >= 0 ? data + line : bytes.Length;
        try
        {
            var (offset, length) = ResponseBody.Member(bytes[data..end], "response"u8).GetOffsetAndLength(end - data);
            if (length == 0)
                return frame;
            _changed.ResetWrittenCount();
            _changed.Write(bytes[..(data + offset)]);
            var start = _changed.WrittenCount;
            ResponseBody.Answer(bytes.Slice(data + offset, length), keep is not null, previous, _id, _changed);
            Remember(_changed.WrittenSpan[start..]);
            _changed.Write(bytes[(data + offset + length)..]);
            return _changed.WrittenMemory;
        }
        catch (JsonException)
        {
            // No event of ours to change.
            return frame;
        }
    }

    /// <summary>A whole answer as the client is to see it.</summary>
    public ReadOnlyMemory<byte> Whole(ReadOnlyMemory<byte> answer)
    {
        _changed.ResetWrittenCount();
        ResponseBody.Answer(answer.Span, keep is not null, previous, _id, _changed);
        Remember(_changed.WrittenSpan);
        return _changed.WrittenMemory;
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
