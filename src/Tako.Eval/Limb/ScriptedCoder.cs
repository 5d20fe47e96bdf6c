using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Tako.Eval.Limb;

/// <summary>A model that answers from a list, one answer a call, and counts its calls. It stands in for a coder that
/// errs and learns.</summary>
internal sealed class ScriptedCoder(string name, params IReadOnlyList<string> answers) : IChatClient
{
    private readonly ConcurrentQueue<string> _answers = new(answers);
    private int _calls;

    public int Calls => _calls;

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        CancellationToken cancellationToken = default) =>
        Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, Next()))
        {
            ModelId = name, FinishReason = ChatFinishReason.Stop, Usage = Usage,
        });

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages,
        ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        yield return new ChatResponseUpdate(ChatRole.Assistant, [new TextContent(Next()), new UsageContent(Usage)])
        {
            ModelId = name, FinishReason = ChatFinishReason.Stop,
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("scripted", null, name)
        : serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private static UsageDetails Usage => new() { InputTokenCount = 100, OutputTokenCount = 20, TotalTokenCount = 120 };

    private string Next()
    {
        Interlocked.Increment(ref _calls);
        return _answers.TryDequeue(out var answer) ? answer : """{"edits": []}""";
    }
}
