using System.Text.Json;

namespace Tako.Models.Wire.Messages;

/// <summary>Glances at an event of a Messages stream.</summary>
internal static class MessagesPeek
{
    private const int Type = 0, Index = 1, Delta = 2, Usage = 3, Words = 5, Arguments = 6, Thought = 7, Signature = 8,
        Stop = 9, Other = 10;

    private enum Event { Silent, BlockDelta, MessageDelta, MessageStop }

    private enum Part { Unknown, Text, Arguments, Thought, Signature }

    public static bool TryRead(ReadOnlySpan<byte> data, out FramePeek peek)
    {
        var reader = new PeekReader(data);
        var sum = new Sum();
        while (reader.NextMember())
        {
            var name = reader.Name;
            if (name.SequenceEqual("type"u8))
                ReadType(ref reader, ref sum);
            else if (name.SequenceEqual("delta"u8))
                ReadDelta(ref reader, ref sum);
            else if (name.SequenceEqual("index"u8))
            {
                reader.Value(Index);
                reader.Index();
            }
            else if (name.SequenceEqual("usage"u8))
                ReadUsage(ref reader, data, ref sum);
            else
                reader.Skip();
        }

        peek = default;
        return reader.Ends() && reader.Saw(Type) && TrySay(ref reader, sum, out peek);
    }

    private static bool TrySay(ref PeekReader reader, Sum sum, out FramePeek peek)
    {
        var hasDelta = reader.Saw(Delta);
        var usage = sum.HasUsage ? FrameSigns.Usage : FrameSigns.None;
        peek = (sum.Event, sum.Part) switch
        {
            (Event.MessageStop, _) => new FramePeek(FrameSigns.End, default, 0),
            (Event.MessageDelta, _) => new FramePeek((sum.Stops ? FrameSigns.Finish : FrameSigns.None) | usage, default, 0, sum.Usage),
            (Event.BlockDelta, Part.Text) =>
                new FramePeek(sum.Length > 0 ? FrameSigns.Text : FrameSigns.None, sum.Words, sum.Length),
            (Event.BlockDelta, Part.Arguments) => new FramePeek(FrameSigns.Tool, default, sum.Length),
            (Event.BlockDelta, Part.Thought or Part.Signature) => new FramePeek(FrameSigns.Reasoning, default, sum.Length),
            _ => default,
        };
        return sum.Event switch
        {
            Event.MessageDelta => hasDelta,
            Event.BlockDelta => hasDelta && reader.Saw(Index),
            _ => true,
        };
    }

    private static void ReadType(ref PeekReader reader, ref Sum sum)
    {
        reader.Value(Type);
        reader.Text();
        var type = reader.Span;
        if (type.SequenceEqual("content_block_delta"u8))
            sum.Event = Event.BlockDelta;
        else if (type.SequenceEqual("message_delta"u8))
            sum.Event = Event.MessageDelta;
        else if (type.SequenceEqual("message_stop"u8))
            sum.Event = Event.MessageStop;
        else if (!type.SequenceEqual("ping"u8) && !type.SequenceEqual("content_block_stop"u8))
            reader.MarkOdd();
    }

    private static void ReadDelta(ref PeekReader reader, ref Sum sum)
    {
        if (reader.Value(Delta) != JsonTokenType.StartObject)
            reader.MarkOdd();
        var (text, arguments, thought) = (0, 0, 0);
        while (reader.NextMember())
        {
            var name = reader.Name;
            if (name.SequenceEqual("type"u8))
                ReadPart(ref reader, ref sum);
            else if (name.SequenceEqual("text"u8))
            {
                reader.Value(Words);
                text = reader.Text();
                sum.Words = reader.Place();
            }
            else if (name.SequenceEqual("partial_json"u8))
            {
                reader.Value(Arguments);
                arguments = reader.Text();
            }
            else if (name.SequenceEqual("thinking"u8))
            {
                reader.Value(Thought);
                thought = reader.Text();
            }
            else if (name.SequenceEqual("signature"u8))
            {
                reader.Value(Signature);
                reader.Text();
            }
            else if (!name.SequenceEqual("stop_reason"u8))
                reader.Skip();
            else if (reader.Value(Stop) != JsonTokenType.Null)
                sum.Stops = reader.Text() > 0;
        }

        sum.Length = sum.Part switch { Part.Text => text, Part.Arguments => arguments, Part.Thought => thought, _ => 0 };
    }

    private static void ReadPart(ref PeekReader reader, ref Sum sum)
    {
        reader.Value(Other);
        reader.Text();
        var type = reader.Span;
        sum.Part = type.SequenceEqual("text_delta"u8) ? Part.Text
            : type.SequenceEqual("input_json_delta"u8) ? Part.Arguments
            : type.SequenceEqual("thinking_delta"u8) ? Part.Thought
            : type.SequenceEqual("signature_delta"u8) ? Part.Signature
            : Part.Unknown;
    }

    private static void ReadUsage(ref PeekReader reader, ReadOnlySpan<byte> data, ref Sum sum)
    {
        if (reader.Value(Usage) == JsonTokenType.Null)
            return;
        if (reader.Token != JsonTokenType.StartObject)
            reader.MarkOdd();
        sum.HasUsage = true;
        sum.Usage = reader.Place();
        if (data[sum.Usage].IndexOf((byte)'\\') >= 0)
            reader.MarkOdd();
    }

    private ref struct Sum
    {
        public Event Event;
        public Part Part;
        public Range Words;
        public Range Usage;
        public int Length;
        public bool HasUsage;
        public bool Stops;
    }
}
