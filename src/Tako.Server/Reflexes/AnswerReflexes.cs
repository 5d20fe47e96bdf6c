using System.Buffers;
using System.Globalization;
using System.Text;
using Tako.Reflexes.Inspection;

namespace Tako.Server.Reflexes;

/// <summary>
/// Looks at an answer on its way to the client: each channel of a stream (the words of each choice, its reasoning, each tool's
/// arguments) by itself, and whole bodies text by text. Everything around the texts stays byte for byte. Text in which no candidate
/// is open goes on at once; what waits is sent before its channel ends. Used by one answer.
/// </summary>
internal sealed class AnswerReflexes(ReflexCall call)
{
    private readonly BodyTexts _texts = new();
    private readonly Dictionary<ChannelKey, AnswerChannel> _channels = [];
    private readonly ArrayBufferWriter<byte> _output = new(512);
    private int _shift;

    /// <summary>Why the answer ends here; null while it goes on.</summary>
    public RequestVerdict.Block? Blocked { get; private set; }

    /// <summary>An event of a stream as it may go on, valid until the next; null when the answer must end.</summary>
    public ReadOnlyMemory<byte>? Event(ReadOnlyMemory<byte> raw)
    {
        _output.ResetWrittenCount();
        return Write(raw, _output) ? _output.WrittenMemory : (ReadOnlyMemory<byte>?)null;
    }

    /// <summary>The body as it may go on, or null when it may not.</summary>
    public ReadOnlyMemory<byte>? Body(ReadOnlyMemory<byte> body)
    {
        _texts.Read(body.Span);
        List<(int, int, byte[])> parts = [];
        foreach (var spot in _texts.Spots)
        {
            if (!IsWords(spot))
                continue;
            var text = JsonText.Read(body.Span[spot.Start..spot.End]);
            if (Whole(text, IsJson(spot)) is not { } said)
                return null;
            if (said != text)
                parts.Add((spot.Start, spot.End, JsonText.Quoted(said)));
        }

        return parts.Count == 0 ? body : JsonText.Splice(body.Span, parts);
    }

    /// <summary>What still waits at the end of a stream; null when the answer must end in an error.</summary>
    public ReadOnlyMemory<byte>? End()
    {
        _output.ResetWrittenCount();
        Flush(static _ => true, null, _output);
        return Blocked is null ? _output.WrittenMemory : (ReadOnlyMemory<byte>?)null;
    }

    private bool Write(ReadOnlyMemory<byte> raw, IBufferWriter<byte> output)
    {
        var (start, end) = Payload(raw.Span);
        if (end - start < 2 || raw.Span[start] != (byte)'{')
        {
            if (raw.Span[start..end].SequenceEqual("[DONE]"u8))
                Flush(static _ => true, null, output);
            output.Write(raw.Span);
            return Blocked is null;
        }

        var payload = raw[start..end];
        _texts.Read(payload.Span);
        var sequence = Number(payload.Span[_texts.Sequence]);
        var ending = Ending();
        List<(int, int, byte[])> parts = [];
        foreach (var spot in _texts.Spots)
        {
            if (!IsWords(spot))
                continue;
            var text = JsonText.Read(payload.Span[spot.Start..spot.End]);
            var said = KeyOf(spot) is { } key
                ? Stream(key, text, ends: ending?.Invoke(key) == true, payload, spot)
                : Whole(text, IsJson(spot));
            if (said is null)
                return false;
            if (said != text)
                parts.Add((start + spot.Start, start + spot.End, JsonText.Quoted(said)));
        }

        if (ending is not null)
            Flush(ending, sequence, output);
        if (Blocked is not null)
            return false;
        if (_shift > 0 && sequence is { } number)
            parts.Add((start + _texts.Sequence.Start.Value, start + _texts.Sequence.End.Value, Digits(number + _shift)));
        parts.Sort(static (left, right) => left.Item1.CompareTo(right.Item1));
        JsonText.Splice(raw.Span, parts, output);
        return true;
    }

    private string? Stream(ChannelKey key, string text, bool ends, ReadOnlyMemory<byte> payload, TextSpot spot)
    {
        if (!_channels.TryGetValue(key, out var channel))
            _channels[key] = channel = new AnswerChannel(call, key.IsJson);
        var said = channel.Next(text) + (ends ? channel.End() : "");
        if (!Goes(channel))
            return null;
        if (channel.Waits)
            channel.Keep(payload, spot.Start, spot.End, _texts.Sequence);
        return said;
    }

    private string? Whole(string text, bool json)
    {
        // Nearly always: nothing is found, and there are no values to put back.
        if (call.Replacements.Vault is null && call.Reflexes.Answers.Passes(text, GatewayReflexes.Sources.Arm))
            return text;
        var channel = new AnswerChannel(call, json);
        var said = channel.Next(text) + channel.End();
        return Goes(channel) ? said : null;
    }

    private bool Goes(AnswerChannel channel)
    {
        if (channel.Note() is { } strict)
            Blocked ??= ReflexCall.Refuse(strict);
        return Blocked is null;
    }

    // What waits in channels that end goes out in an event like the channel's last one.
    private void Flush(Func<ChannelKey, bool> which, long? sequence, IBufferWriter<byte> output)
    {
        foreach (var (key, channel) in _channels.Where(channel => which(channel.Key)).ToList())
        {
            var rest = channel.End();
            _channels.Remove(key);
            if (!Goes(channel) || rest.Length == 0)
                continue;
            output.Write(Encoding.UTF8.GetBytes(channel.EventLine));
            output.Write("data: "u8);
            var parts = new List<(int, int, byte[])> { (channel.Start, channel.After, JsonText.Quoted(rest)) };
            if (sequence is { } number && channel.Sequence.End.Value > 0)
            {
                parts.Add((channel.Sequence.Start.Value, channel.Sequence.End.Value, Digits(number + _shift++)));
                parts.Sort(static (left, right) => left.Item1.CompareTo(right.Item1));
            }

            JsonText.Splice(channel.Last.Span, parts, output);
            output.Write("\n\n"u8);
        }
    }

    // Which channels end with the event that was read; null for none.
    private Func<ChannelKey, bool>? Ending()
    {
        foreach (var level in _texts.Levels)
        {
            if (level.IsFinished)
                return key => key.Choice == level.Index.Inner;
            if (level is { Parent: < 0, Kind: TypeWord.End })
                return key => key.Outer == level.Index.Outer && key.Inner == level.Index.Inner;
        }

        return null;
    }

    // A part of a channel, or null for a text that is there as a whole.
    private ChannelKey? KeyOf(TextSpot spot)
    {
        var (isDelta, json) = (spot.Field == TextField.Delta, spot.Field == TextField.Arguments);
        var (outer, inner, choice) = (-1, -1, -1);
        for (var level = _texts.Innermost(spot); level is not null; level = _texts.Outer(level))
        {
            isDelta |= level.Field == TextField.Delta;
            json |= level.Kind == TypeWord.Arguments;
            if (level.Index == (-1, -1))
                continue;
            if (inner < 0)
                (outer, inner) = level.Index;
            // The last one is the outermost: of chat's tool calls, the choice.
            choice = level.Index.Inner;
        }

        return isDelta ? new ChannelKey(spot.Field, outer, inner, choice, json) : null;
    }

    private bool IsWords(TextSpot spot) =>
        spot.Field is TextField.Content or TextField.Text or TextField.Thinking or TextField.Reasoning or TextField.Refusal
            or TextField.Delta or TextField.Arguments
        || IsInToolUse(spot);

    private bool IsInToolUse(TextSpot spot)
    {
        for (var level = _texts.Innermost(spot); level is not null; level = _texts.Outer(level))
        {
            if (level.Kind == TypeWord.ToolUse)
                return true;
        }

        return false;
    }

    private static bool IsJson(TextSpot spot) => spot.Field == TextField.Arguments;

    // Where the data of an event stands; of several lines the first, which is how all providers send.
    private static (int Start, int End) Payload(ReadOnlySpan<byte> raw)
    {
        var at = raw.StartsWith("data:"u8) ? 0 : raw.IndexOf("\ndata:"u8) is >= 0 and var found ? found + 1 : -1;
        if (at < 0)
            return (0, 0);
        var start = at + 5;
        while (start < raw.Length && raw[start] == (byte)' ')
            start++;
        var length = raw[start..].IndexOf((byte)'\n');
        return (start, length < 0 ? raw.Length : start + length);
    }

    private static long? Number(ReadOnlySpan<byte> digits) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static byte[] Digits(long number) => Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));
}

/// <summary>Which part of an answer a text belongs to; texts of different channels are never joined.</summary>
internal readonly record struct ChannelKey(TextField Field, int Outer, int Inner, int Choice, bool IsJson);
