using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Tako.Models.Calls;
using Tako.Models.Config;
using Tako.Models.Failures;
using Tako.Models.Wire;

namespace Tako.Models.Providers;

/// <summary>A configured name, of one model or of a whole chain, as a chat client: a typed view on the call engine's frames. Safe for
/// concurrent use; it owns neither the connection pool nor the clock.</summary>
internal sealed class ModelClient(ModelConfig model, Uri? address, ICallRoute route) : IChatClient
{
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
            return new ChatClientMetadata(model.Provider, address, model.UpstreamId);
        if (serviceType == typeof(ModelConfig))
            return model;
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose() { }

    private async IAsyncEnumerable<ChatResponseUpdate> RunAsync(IEnumerable<ChatMessage> messages,
        ChatOptions? options, bool streamed,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var call = await route.StartAsync(new ModelCall
        {
            Model = model.Name,
            Ask = new ChatAsk
            {
                Messages = messages as IReadOnlyList<ChatMessage> ?? [.. messages],
                Options = options,
                UsageInStream = true,
            },
            Streamed = streamed,
        }, cancellationToken);
        if (call.Refusal is { } refusal)
            throw new ModelCallException(refusal);
        var answer = new AnswerAssembler(model.UpstreamId);
        while (await call.NextAsync(cancellationToken))
        {
            if (answer.Take(call.View) is { } update)
                yield return update;
        }

        // One model's price is known to whoever has its configuration; of a chain only the call knows who was paid.
        var usd = address is null && call.Report is { Estimated: false } report ? report.Usd : null;
        yield return answer.Finish(call.Head.Attempts, usd);
    }
}
