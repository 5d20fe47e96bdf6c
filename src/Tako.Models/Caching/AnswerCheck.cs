using System.Text.Json;
using Tako.Models.Calls;
using Tako.Models.Wire;

namespace Tako.Models.Caching;

/// <summary>
/// Looks at an answer's frames as they pass for the signs of a whole one: every choice ended by itself, nothing refused, nothing cut
/// short. Only frames that hold such a sign are parsed.
/// </summary>
internal sealed class AnswerCheck(WireKind wire, CallOperation operation, bool streamed, int choices)
{
    private readonly HashSet<int> _finished = [];
    private NotKept _found;

    public void Take(ReadOnlySpan<byte> frame)
    {
        if (_found != NotKept.No)
            return;
        if (!streamed)
        {
            Parse(frame.ToArray());
            return;
        }

        if (EventPayload.Of(frame) is { IsEmpty: false } payload && IsTelling(payload))
            Parse(payload.ToArray());
    }

    public NotKept Verdict() => _found != NotKept.No ? _found
        : _finished.Count >= (wire == WireKind.Chat && operation == CallOperation.Generate ? choices : 1) ? NotKept.No
        : NotKept.Unfinished;

    private bool IsTelling(ReadOnlySpan<byte> payload) => wire switch
    {
        WireKind.Chat => IsSet(payload, "\"finish_reason\""u8) || IsSet(payload, "\"refusal\""u8)
            || IsSet(payload, "\"error\""u8),
        WireKind.Messages => IsSet(payload, "\"stop_reason\""u8),
        _ => payload.IndexOf("\"response.completed\""u8) >= 0,
    };

    /// <summary>Whether the name stands somewhere before something else than null; inside of a text it cannot, for want of
    /// quotes that are not escaped.</summary>
    private static bool IsSet(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> name)
    {
        while (payload.IndexOf(name) is >= 0 and var at)
        {
            payload = payload[(at + name.Length)..];
            var value = payload.TrimStart(" \t\r\n:"u8);
            if (!value.StartsWith("null"u8))
                return true;
        }

        return false;
    }

    private void Parse(byte[] payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            Judge(document.RootElement);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            _found = NotKept.Unfinished;
        }
    }

    private void Judge(JsonElement root)
    {
        if (IsSet(root, "error") || Text(root, "type") == "error")
            _found = NotKept.Failed;
        else if (operation == CallOperation.Embed)
            End(root.TryGetProperty("data", out var vectors) && vectors.ValueKind == JsonValueKind.Array, 0);
        else if (operation == CallOperation.CountTokens)
            End(root.TryGetProperty("input_tokens", out _), 0);
        else if (wire == WireKind.Chat)
            JudgeChoices(root);
        else if (wire == WireKind.Messages)
            JudgeStop(streamed && root.TryGetProperty("delta", out var delta) ? delta : root);
        else
            JudgeResponse(streamed && root.TryGetProperty("response", out var response) ? response : root);
    }

    private void JudgeChoices(JsonElement root)
    {
        if (!root.TryGetProperty("choices", out var list) || list.ValueKind != JsonValueKind.Array)
            return;
        var position = 0;
        foreach (var choice in list.EnumerateArray())
        {
            if (choice.TryGetProperty(streamed ? "delta" : "message", out var message)
                && Text(message, "refusal") is { Length: > 0 })
                _found = NotKept.Refused;
            var index = choice.TryGetProperty("index", out var at) && at.TryGetInt32(out var number) ? number : position;
            position++;
            switch (Text(choice, "finish_reason"))
            {
                case "stop" or "tool_calls" or "function_call" or "eos":
                    End(true, index);
                    break;
                case "length" or "model_length":
                    _found = NotKept.Truncated;
                    break;
                case "content_filter":
                    _found = NotKept.Refused;
                    break;
                case { Length: > 0 }:
                    _found = NotKept.Unfinished;
                    break;
            }
        }
    }

    private void JudgeStop(JsonElement holder)
    {
        switch (Text(holder, "stop_reason"))
        {
            case "end_turn" or "tool_use" or "stop_sequence":
                End(true, 0);
                break;
            case "max_tokens" or "model_context_window_exceeded":
                _found = NotKept.Truncated;
                break;
            case "refusal":
                _found = NotKept.Refused;
                break;
            case { }:
                _found = NotKept.Unfinished;
                break;
        }
    }

    private void JudgeResponse(JsonElement response)
    {
        if (IsSet(response, "error"))
            _found = NotKept.Failed;
        else if (IsSet(response, "incomplete_details"))
            _found = NotKept.Truncated;
        else if (HasRefusal(response))
            _found = NotKept.Refused;
        else
            End(Text(response, "status") == "completed", 0);
    }

    private static bool HasRefusal(JsonElement response) =>
        response.TryGetProperty("output", out var output) && output.ValueKind == JsonValueKind.Array
        && output.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Object
            && item.TryGetProperty("content", out var parts) && parts.ValueKind == JsonValueKind.Array
            && parts.EnumerateArray().Any(part => Text(part, "type") == "refusal"));

    private void End(bool well, int choice)
    {
        if (well)
            _finished.Add(choice);
    }

    private static bool IsSet(JsonElement holder, string name) => holder.ValueKind == JsonValueKind.Object
        && holder.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    private static string? Text(JsonElement holder, string name) => holder.ValueKind == JsonValueKind.Object
        && holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
