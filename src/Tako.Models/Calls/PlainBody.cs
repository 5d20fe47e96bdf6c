using System.Text.Json;
using Tako.Models.Pricing;
using Tako.Models.Wire;

namespace Tako.Models.Calls;

/// <summary>Looks at a body that passes as it is: that it is what was asked for, and what it says of usage.</summary>
internal static class PlainBody
{
    private static readonly byte[] FinishReason = [.. "\"finish_reason\""u8];
    private static readonly byte[] StopReason = [.. "\"stop_reason\""u8];

    /// <summary>The usage of an answer that is whole as far as a glance tells; null where it must be read.</summary>
    public static ReportedUsage? Glance(ReadOnlyMemory<byte> body, WireKind kind)
    {
        var (name, format) = kind == WireKind.Messages ? (StopReason, UsageFormat.Anthropic) : (FinishReason, UsageFormat.Chat);
        return kind != WireKind.Responses && BodyPeek.TryRead(body.Span, out var peek) && peek is { HasAnswer: true, HasError: false }
            && Says(body.Span, name) ? peek.Reported(body, format) : null;
    }

    /// <summary>The usage, null where none is told; an error inside comes out as one, nonsense throws.</summary>
    public static ReportedUsage? Usage(ReadOnlyMemory<byte> body, CallOperation operation, out bool isError)
    {
        var reader = new Utf8JsonReader(body.Span);
        ReportedUsage? usage = null;
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
                    usage = UsageReader.Read(document.RootElement, UsageFormat.Embeddings);
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
        return operation == CallOperation.CountTokens ? new ReportedUsage { Input = 0, Output = 0 } : usage;
    }

    // A name with a text behind it; within words its quotes would be escaped.
    private static bool Says(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name)
    {
        while (body.IndexOf(name) is >= 0 and var at)
        {
            body = body[(at + name.Length)..];
            if (body.TrimStart(": \t\r\n"u8) is [(byte)'"', not (byte)'"', ..])
                return true;
        }

        return false;
    }
}
