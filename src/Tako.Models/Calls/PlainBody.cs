using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Models.Pricing;
using Tako.Models.Wire;

namespace Tako.Models.Calls;

/// <summary>Looks at the body of an embedding or a count, which passes as it is: that it is one, and what it says of usage.</summary>
internal static class PlainBody
{
    /// <summary>The usage, null where none is told; an error inside comes out as one, nonsense throws.</summary>
    public static UsageDetails? Usage(ReadOnlyMemory<byte> body, CallOperation operation, out bool isError)
    {
        var reader = new Utf8JsonReader(body.Span);
        UsageDetails? usage = null;
        isError = false;
        var isAnswer = false;
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new MalformedFrameException("the payload is not a JSON object");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                isAnswer |= reader.ValueTextEquals("data"u8) || reader.ValueTextEquals("input_tokens"u8);
                var isUsage = operation == CallOperation.Embed && reader.ValueTextEquals("usage"u8);
                var isFault = reader.ValueTextEquals("error"u8);
                reader.Read();
                isError |= isFault && reader.TokenType != JsonTokenType.Null;
                if (isUsage && reader.TokenType == JsonTokenType.StartObject)
                {
                    using var document = JsonDocument.ParseValue(ref reader);
                    usage = UsageReader.Read(document.RootElement, UsageFormat.Embeddings).ToDetails();
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        catch (JsonException)
        {
            throw new MalformedFrameException("the payload is not JSON");
        }

        if (!isAnswer && !isError)
            throw new MalformedFrameException("the payload is no answer to what was asked");
        // A count of tokens is free.
        return operation == CallOperation.CountTokens ? new UsageDetails { InputTokenCount = 0, OutputTokenCount = 0 } : usage;
    }
}
