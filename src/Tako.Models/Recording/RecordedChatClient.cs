using Microsoft.Extensions.AI;

namespace Tako.Models.Recording;

/// <summary>Plays a cassette: the answer for a step name and ordinal, whatever the time, the paths or the machine.</summary>
public sealed class RecordedChatClient(Cassette cassette) : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        CancellationToken cancellationToken = default) => throw new InvalidOperationException($"being wired {cassette}");

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages,
        ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new InvalidOperationException("being wired");

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() { }
}
