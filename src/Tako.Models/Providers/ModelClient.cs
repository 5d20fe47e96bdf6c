using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Models.Calls;
using Tako.Models.Config;
using Tako.Models.Failures;
using Tako.Models.Wire;

namespace Tako.Models.Providers;

/// <summary>A model on a server as a chat client. Safe for concurrent use; it owns neither the connection pool nor the
/// clock.</summary>
internal sealed class ModelClient(ProviderEndpoint endpoint, HttpMessageInvoker http, CallLimits limits,
    TimeProvider time, Random random)
    : IChatClient
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly WireProtocol OpenAi = new OpenAiChat();
    private static readonly WireProtocol Anthropic = new AnthropicMessages();
    private readonly WireProtocol _protocol = endpoint.Provider.Kind == ProviderKind.Anthropic ? Anthropic : OpenAi;
    private string? _installed;

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        List<ChatResponseUpdate> updates = [];
        await foreach (var update in RunAsync(messages, options, streamed: false, cancellationToken))
            updates.Add(update);
        return updates.ToChatResponse();
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default) =>
            RunAsync(messages, options, streamed: true, cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        if (serviceKey is not null)
            return null;
        if (serviceType == typeof(ChatClientMetadata))
            return new ChatClientMetadata(endpoint.Provider.Name, endpoint.Provider.BaseAddress,
                endpoint.Model.UpstreamId);
        if (serviceType == typeof(ModelConfig))
            return endpoint.Model;
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose() { }

    private async IAsyncEnumerable<ChatResponseUpdate> RunAsync(IEnumerable<ChatMessage> messages,
        ChatOptions? options, bool streamed,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var target = await ResolveAsync(cancellationToken);
        var request = new ChatRequest(target, messages as IReadOnlyList<ChatMessage> ?? [.. messages], options,
            streamed);
        Check(request);
        var run = new CallRun { Body = Write(request), Streamed = streamed, MaxOutput = request.MaxOutput };
        var engine = new CallEngine(target, _protocol, http, limits, time, random);
        var answer = new AnswerAssembler(target.Model.UpstreamId);
        await foreach (var frame in engine.RunAsync(run, cancellationToken))
        {
            if (answer.Take(frame.View(_protocol)) is { } update)
                yield return update;
        }

        yield return answer.Finish(run.Attempts);
    }

    private async ValueTask<ProviderEndpoint> ResolveAsync(CancellationToken cancellationToken)
    {
        if (endpoint.Model.UpstreamId.Length > 0)
            return endpoint;
        _installed ??= await InstalledModel.FirstAsync(endpoint, http, limits, time, cancellationToken);
        return endpoint with { Model = endpoint.Model with { UpstreamId = _installed } };
    }

    private ReadOnlyMemory<byte> Write(ChatRequest request)
    {
        var body = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(body, Compact))
            _protocol.Write(json, request);
        return body.WrittenMemory;
    }

    private void Check(ChatRequest request)
    {
        var can = request.Model.Capabilities;
        var missing = request.Functions.Count > 0 && !can.HasFlag(ModelCapabilities.Tools) ? "tools"
            : !can.HasFlag(ModelCapabilities.Vision) && request.Messages.Any(HasPicture) ? "vision"
            : null;
        if (missing is not null)
        {
            throw new ModelCallException(endpoint.Failure(CallFailureKind.BadRequest,
                $"The model '{request.Model.Name}' is configured without {missing}. Choose another model, " +
                $"or add '{missing}' to its capabilities."));
        }
    }

    private static bool HasPicture(ChatMessage message) =>
        message.Contents.Any(content => content is DataContent or UriContent);
}
