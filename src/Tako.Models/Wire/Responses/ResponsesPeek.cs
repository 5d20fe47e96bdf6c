namespace Tako.Models.Wire.Responses;

/// <summary>Glances at an event of a Responses stream. All that comes often is a type and a delta; the rest comes once an item or
/// once an answer, and goes the long way.</summary>
internal static class ResponsesPeek
{
    private const int Type = 0, Delta = 1;

    private enum Event { Silent, Text, Thought, Arguments }

    public static bool TryRead(ReadOnlySpan<byte> data, out FramePeek peek)
    {
        var reader = new PeekReader(data);
        var said = Event.Silent;
        var words = default(Range);
        var length = 0;
        while (reader.NextMember())
        {
            var name = reader.Name;
            if (name.SequenceEqual("type"u8))
            {
                reader.Value(Type);
                reader.Text();
                said = Of(ref reader);
            }
            else if (name.SequenceEqual("delta"u8))
            {
                reader.Value(Delta);
                length = reader.Text();
                words = reader.Place();
            }
            else
            {
                if (name.SequenceEqual("error"u8))
                    reader.MarkOdd();
                reader.Skip();
            }
        }

        peek = said switch
        {
            Event.Text => new FramePeek(length > 0 ? FrameSigns.Text : FrameSigns.None, words, length),
            Event.Thought => new FramePeek(FrameSigns.Reasoning, default, length),
            Event.Arguments => new FramePeek(FrameSigns.Tool, default, length),
            _ => default,
        };
        return reader.Ends() && reader.Saw(Type) && (said == Event.Silent || reader.Saw(Delta));
    }

    private static Event Of(ref PeekReader reader)
    {
        var type = reader.Span;
        if (!type.StartsWith("response."u8))
        {
            reader.MarkOdd();
            return Event.Silent;
        }

        type = type["response.".Length..];
        if (type.SequenceEqual("output_text.delta"u8) || type.SequenceEqual("refusal.delta"u8))
            return Event.Text;
        if (type.SequenceEqual("function_call_arguments.delta"u8))
            return Event.Arguments;
        if (type.SequenceEqual("reasoning_summary_text.delta"u8) || type.SequenceEqual("reasoning_text.delta"u8))
            return Event.Thought;
        if (type.SequenceEqual("output_text.done"u8) || type.SequenceEqual("function_call_arguments.done"u8)
            || type.SequenceEqual("content_part.added"u8) || type.SequenceEqual("content_part.done"u8)
            || type.SequenceEqual("in_progress"u8))
            return Event.Silent;
        reader.MarkOdd();
        return Event.Silent;
    }
}
