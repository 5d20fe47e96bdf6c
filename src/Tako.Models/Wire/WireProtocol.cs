using System.Text.Json;
using Tako.Core.Faults;
using Tako.Models.Failures;

namespace Tako.Models.Wire;

/// <summary>One dialect spoken over HTTP: how a request is written, how bytes are understood, how errors are
/// told.</summary>
internal abstract class WireProtocol
{
    private static readonly WireProtocol Chat = new OpenAiChat();
    private static readonly WireProtocol Responses = new OpenAiResponses();
    private static readonly WireProtocol Messages = new AnthropicMessages();

    public abstract WireKind Kind { get; }

    /// <summary>The one object for a dialect; it keeps no state.</summary>
    internal static WireProtocol Of(WireKind kind) => kind switch
    {
        WireKind.Chat => Chat,
        WireKind.Responses => Responses,
        WireKind.Messages => Messages,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This protocol is not known."),
    };

    public abstract Uri Address(ProviderEndpoint endpoint);

    /// <summary>Where embeddings are asked for; null where the protocol has none.</summary>
    public virtual Uri? AddressToEmbed(ProviderEndpoint endpoint) => null;

    /// <summary>Where the tokens of a prompt are counted; null where the protocol has no such question.</summary>
    public virtual Uri? AddressToCount(ProviderEndpoint endpoint) => null;

    public abstract void Authorize(HttpRequestMessage request, ProviderEndpoint endpoint);

    public abstract void Write(Utf8JsonWriter json, ChatRequest request);

    /// <summary>What a client's request asks for; faults name the field as the protocol spells it.</summary>
    public abstract Parsed<ChatAsk> ReadAsk(JsonElement root);

    /// <summary>Begins an answer to a client that speaks this protocol.</summary>
    public abstract AnswerWriter Answer(AnswerStart start);

    /// <summary>The body of a refusal, with the type and code that this protocol's clients know.</summary>
    public void WriteError(Utf8JsonWriter json, CallFailure failure) => ErrorShape.Write(json, Kind, failure);

    /// <summary>Glances at a streamed payload without allocating; false where only the view can tell.</summary>
    internal abstract bool TryPeek(ReadOnlySpan<byte> data, out FramePeek peek);

    /// <summary>What a body or an event says; errors inside it are deltas, nonsense throws.</summary>
    protected abstract void Read(JsonElement root, Frame frame, List<Delta> into);

    /// <summary>What an error's body says; any bytes are taken, nonsense gives
    /// <see cref="ProviderError.None"/>.</summary>
    public ProviderError ReadError(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return ErrorBody.Read(document.RootElement);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // The second is System.Text.Json's word for text that is not UTF-8.
            return ProviderError.None;
        }
    }

    public IReadOnlyList<Delta> Read(Frame frame)
    {
        if (frame.Data.Span.SequenceEqual("[DONE]"u8))
            return [new Delta.End()];
        try
        {
            using var document = JsonDocument.Parse(frame.Data);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new MalformedFrameException("the payload is not a JSON object");
            List<Delta> deltas = [];
            Read(document.RootElement, frame, deltas);
            return deltas;
        }
        catch (JsonException)
        {
            throw new MalformedFrameException("the payload is not JSON");
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or FormatException or KeyNotFoundException)
        {
            // System.Text.Json's words for a value of another kind than the protocol has there, or for text that is
            // not UTF-8.
            throw new MalformedFrameException("the payload has another shape");
        }
    }
}
