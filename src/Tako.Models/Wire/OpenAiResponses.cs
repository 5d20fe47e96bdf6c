using System.Net.Http.Headers;
using System.Text.Json;
using Tako.Core.Faults;
using Tako.Models.Config;
using Tako.Models.Wire.Responses;

namespace Tako.Models.Wire;

/// <summary>OpenAI's Responses.</summary>
internal sealed class OpenAiResponses : WireProtocol
{
    public override WireKind Kind => WireKind.Responses;

    public override Parsed<ChatAsk> ReadAsk(JsonElement root) => AskReading.Run(Kind, root, ResponsesAskReader.Read);

    public override AnswerWriter Answer(AnswerStart start) => new ResponsesAnswer(start);

    public override Uri Address(ProviderEndpoint endpoint)
    {
        if (endpoint.Provider.Kind != ProviderKind.Azure)
            return endpoint.At("responses");
        var address = endpoint.At("openai/v1/responses");
        return endpoint.Provider.ApiVersion is { } version
            ? new UriBuilder(address) { Query = $"api-version={Uri.EscapeDataString(version)}" }.Uri
            : address;
    }

    public override void Authorize(HttpRequestMessage request, ProviderEndpoint endpoint)
    {
        if (endpoint.Provider.Key is not { } key)
            return;
        if (endpoint.Provider.Kind == ProviderKind.Azure)
            request.Headers.TryAddWithoutValidation("api-key", key.Value);
        else
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key.Value);
    }

    public override void Write(Utf8JsonWriter json, ChatRequest request) => ResponsesBody.Write(json, request);

    internal override bool TryPeek(ReadOnlySpan<byte> data, out FramePeek peek) => ResponsesPeek.TryRead(data, out peek);

    protected override void Read(JsonElement root, Frame frame, List<Delta> into) => ResponsesFrames.Read(root, frame, into);
}
