using System.Text.Json;
using Tako.Models.Pricing;

namespace Tako.Models.Wire;

/// <summary>
/// A glance at a whole body for the path on which bytes go through untouched: an answer of any of the protocols, or embeddings.
/// Only the top level is looked at. Ranges are of bytes of the body; an empty one says that the field is not there.
/// </summary>
internal struct BodyPeek
{
    /// <summary>The usage block.</summary>
    public Range Usage { get; private set; }

    /// <summary>The name of the model that answered, as a JSON string.</summary>
    public Range Model { get; private set; }

    /// <summary>The service tier, as a JSON string.</summary>
    public Range Tier { get; private set; }

    /// <summary>There is a list of choices, blocks, items or vectors.</summary>
    public bool HasAnswer { get; private set; }

    /// <summary>The body reports a failure instead.</summary>
    public bool HasError { get; private set; }

    /// <summary>Looks at a body; false when it is no JSON object.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out BodyPeek peek)
    {
        peek = default;
        var reader = new Utf8JsonReader(body);
        try
        {
            return peek.Read(ref reader);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>What was used, by the rules of that format; null when it was not told.</summary>
    public readonly ReportedUsage? Reported(ReadOnlyMemory<byte> body, UsageFormat format)
    {
        if (body.Span[Usage].IsEmpty)
            return null;
        try
        {
            using var document = JsonDocument.Parse(body[Usage]);
            return UsageReader.Read(document.RootElement, format, RequestHead.Text(body.Span, Tier));
        }
        catch (InvalidOperationException)
        {
            // A word in it is no text.
            return null;
        }
    }

    private bool Read(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueIsEscaped ? default : reader.ValueSpan;
            if (name.SequenceEqual("usage"u8))
                Usage = Value(ref reader, JsonTokenType.StartObject);
            else if (name.SequenceEqual("model"u8))
                Model = Value(ref reader, JsonTokenType.String);
            else if (name.SequenceEqual("service_tier"u8))
                Tier = Value(ref reader, JsonTokenType.String);
            else if (name.SequenceEqual("choices"u8) || name.SequenceEqual("content"u8) || name.SequenceEqual("output"u8)
                || name.SequenceEqual("data"u8))
            {
                reader.Read();
                HasAnswer |= reader.TokenType == JsonTokenType.StartArray;
                reader.Skip();
            }
            else if (name.SequenceEqual("error"u8))
            {
                reader.Read();
                HasError |= reader.TokenType is not JsonTokenType.Null;
                reader.Skip();
            }
            else
                reader.Skip();
        }

        return !reader.Read();
    }

    private static Range Value(ref Utf8JsonReader reader, JsonTokenType wanted)
    {
        reader.Read();
        if (reader.TokenType != wanted)
        {
            reader.Skip();
            return default;
        }

        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return start..(int)reader.BytesConsumed;
    }
}
