using System.Text.Json;

namespace Tako.Models.Wire.Messages;

/// <summary>What an event that was passed on changes.</summary>
internal enum PassedKind { Nothing, MessageStart, BlockStart, BlockStop, MessageDelta, MessageStop }

/// <summary>Reads of an event that was passed on what a writer must know to go on after it.</summary>
internal static class PassedEvent
{
    public static PassedKind Of(ReadOnlySpan<byte> data, out int index, out BlockKind block)
    {
        (index, block) = (0, BlockKind.Text);
        var kind = PassedKind.Nothing;
        var reader = new Utf8JsonReader(data);
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("type"u8))
                {
                    reader.Read();
                    kind = Kind(ref reader);
                    // What comes most often changes nothing; nobody needs the rest of it.
                    if (kind == PassedKind.Nothing)
                        return kind;
                }
                else if (reader.ValueTextEquals("index"u8))
                {
                    reader.Read();
                    if (reader.TokenType == JsonTokenType.Number)
                        reader.TryGetInt32(out index);
                }
                else if (reader.ValueTextEquals("content_block"u8))
                {
                    reader.Read();
                    block = Block(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return PassedKind.Nothing;
        }

        return kind;
    }

    private static PassedKind Kind(ref Utf8JsonReader reader) =>
        reader.TokenType != JsonTokenType.String ? PassedKind.Nothing
        : reader.ValueTextEquals("content_block_start"u8) ? PassedKind.BlockStart
        : reader.ValueTextEquals("content_block_stop"u8) ? PassedKind.BlockStop
        : reader.ValueTextEquals("message_start"u8) ? PassedKind.MessageStart
        : reader.ValueTextEquals("message_delta"u8) ? PassedKind.MessageDelta
        : reader.ValueTextEquals("message_stop"u8) ? PassedKind.MessageStop
        : PassedKind.Nothing;

    private static BlockKind Block(ref Utf8JsonReader reader)
    {
        var block = BlockKind.Text;
        if (reader.TokenType != JsonTokenType.StartObject)
            return block;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            if (isType && reader.TokenType == JsonTokenType.String)
            {
                block = reader.ValueTextEquals("text"u8) ? BlockKind.Text
                    : reader.ValueTextEquals("thinking"u8) ? BlockKind.Thought
                    : reader.ValueTextEquals("redacted_thinking"u8) ? BlockKind.Redacted
                    : BlockKind.Tool;
            }

            reader.Skip();
        }

        return block;
    }
}
