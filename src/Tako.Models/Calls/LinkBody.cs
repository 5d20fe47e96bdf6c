using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tako.Models.Config;
using Tako.Models.Failures;
using Tako.Models.Wire;

namespace Tako.Models.Calls;

/// <summary>Makes what is sent to one link of what was asked for.</summary>
internal static class LinkBody
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The request, or why this link cannot be asked.</summary>
    public static (AttemptRequest? Request, CallFailure? Unfit) Of(ModelCall call, ProviderEndpoint endpoint,
        WireProtocol protocol)
    {
        if (call.Ask is { } ask)
            return Typed(call, ask, endpoint, protocol);
        if (call.Wire != protocol.Kind)
        {
            return (null, endpoint.Failure(CallFailureKind.BadRequest,
                $"The model '{endpoint.Model.Name}' speaks another protocol than this request. Ask a model of this protocol."));
        }

        var root = JsonNode.Parse(call.Body.Span)!;
        root["model"] = endpoint.Model.UpstreamId;
        return (new AttemptRequest
        {
            Address = protocol.Address(endpoint),
            Body = System.Text.Encoding.UTF8.GetBytes(root.ToJsonString()),
            Streamed = call.Streamed,
        }, null);
    }

    private static (AttemptRequest?, CallFailure?) Typed(ModelCall call, ChatAsk ask, ProviderEndpoint endpoint,
        WireProtocol protocol)
    {
        var request = new ChatRequest(endpoint, ask.Messages, ask.Options, call.Streamed);
        if (Missing(request) is { } missing)
        {
            return (null, endpoint.Failure(CallFailureKind.BadRequest,
                $"The model '{request.Model.Name}' is configured without {missing}. Choose another model, "
                + $"or add '{missing}' to its capabilities."));
        }

        var body = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(body, Compact))
            protocol.Write(json, request);
        return (new AttemptRequest
        {
            Address = protocol.Address(endpoint),
            Body = body.WrittenMemory,
            Streamed = call.Streamed,
            MaxOutput = request.MaxOutput,
        }, null);
    }

    private static string? Missing(ChatRequest request)
    {
        var can = request.Model.Capabilities;
        return request.Functions.Count > 0 && !can.HasFlag(ModelCapabilities.Tools) ? "tools"
            : !can.HasFlag(ModelCapabilities.Vision) && request.Messages.Any(message =>
                message.Contents.Any(content => content is Microsoft.Extensions.AI.DataContent
                    or Microsoft.Extensions.AI.UriContent)) ? "vision"
            : null;
    }
}
