using System.Text.Json;

namespace Tako.Models.Wire.Responses;

/// <summary>What an event of a response is about.</summary>
internal enum ResponsesEvent { Other, Created, ItemAdded, PartAdded, Words, WordsDone, Arguments, PartDone, ItemDone, Ended }

/// <summary>An event's kind and where its parts stand, read without making objects of it.</summary>
internal struct ResponsesGlance
{
    public ResponsesEvent Event { get; private set; }

    /// <summary>The sequence number, or -1.</summary>
    public int Number { get; private set; }

    /// <summary>The string under <c>delta</c>, quotes included.</summary>
    public Range Delta { get; private set; }

    public Range LogProbs { get; private set; }

    /// <summary>The object under <c>response</c>, <c>item</c> or <c>part</c>.</summary>
    public Range Inner { get; private set; }

    public static ResponsesGlance Of(ReadOnlySpan<byte> data)
    {
        var glance = new ResponsesGlance { Number = -1 };
        var reader = new Utf8JsonReader(data);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                glance.Event = Kind(ref reader);
            }
            else if (reader.ValueTextEquals("sequence_number"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number))
                    glance.Number = number;
            }
            else if (reader.ValueTextEquals("delta"u8))
            {
                reader.Read();
                glance.Delta = reader.TokenType == JsonTokenType.String ? Place(ref reader) : default;
            }
            else if (reader.ValueTextEquals("logprobs"u8))
            {
                reader.Read();
                glance.LogProbs = reader.TokenType == JsonTokenType.StartArray ? Place(ref reader) : default;
            }
            else if (reader.ValueTextEquals("response"u8) || reader.ValueTextEquals("item"u8) || reader.ValueTextEquals("part"u8))
            {
                reader.Read();
                glance.Inner = Place(ref reader);
            }
            else
            {
                reader.Skip();
                continue;
            }

            reader.Skip();
        }

        return glance;
    }

    private static Range Place(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return start..(int)reader.BytesConsumed;
    }

    private static ResponsesEvent Kind(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || reader.ValueIsEscaped || !reader.ValueSpan.StartsWith("response."u8))
            return ResponsesEvent.Other;
        var name = reader.ValueSpan["response.".Length..];
        return name.SequenceEqual("output_text.delta"u8) || name.SequenceEqual("refusal.delta"u8)
            || name.SequenceEqual("reasoning_summary_text.delta"u8) ? ResponsesEvent.Words
            : name.SequenceEqual("function_call_arguments.delta"u8) ? ResponsesEvent.Arguments
            : name.SequenceEqual("output_text.done"u8) || name.SequenceEqual("refusal.done"u8)
                || name.SequenceEqual("reasoning_summary_text.done"u8) ? ResponsesEvent.WordsDone
            : name.SequenceEqual("created"u8) ? ResponsesEvent.Created
            : name.SequenceEqual("output_item.added"u8) ? ResponsesEvent.ItemAdded
            : name.SequenceEqual("output_item.done"u8) ? ResponsesEvent.ItemDone
            : name.SequenceEqual("content_part.added"u8) || name.SequenceEqual("reasoning_summary_part.added"u8) ? ResponsesEvent.PartAdded
            : name.SequenceEqual("content_part.done"u8) || name.SequenceEqual("reasoning_summary_part.done"u8) ? ResponsesEvent.PartDone
            : name.SequenceEqual("completed"u8) || name.SequenceEqual("incomplete"u8) || name.SequenceEqual("failed"u8)
                ? ResponsesEvent.Ended
            : ResponsesEvent.Other;
    }
}
