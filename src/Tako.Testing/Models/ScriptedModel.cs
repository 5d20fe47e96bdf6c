using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Tako.Testing.Models;

/// <summary>A chat client that answers from a script, by the name of the calling step and the ordinal of the call in
/// it.</summary>
public sealed class ScriptedModel : IChatClient
{
    private const string StepKey = "tako.step";
    private const string OrdinalKey = "tako.ordinal";
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<ScriptedAnswer>> _answers = [];
    private readonly Dictionary<string, int> _counts = [];
    private readonly ConcurrentQueue<ScriptedCall> _calls = [];

    public string Name { get; init; } = "scripted";

    /// <summary>Every call so far, in the order in which they came.</summary>
    public IReadOnlyList<ScriptedCall> Calls => [.. _calls];

    /// <summary>Answers for a step, first call first; <c>*</c> answers for any step that has none of its own.</summary>
    public ScriptedModel On(string step, params ReadOnlySpan<ScriptedAnswer> answers)
    {
        lock (_lock)
        {
            if (!_answers.TryGetValue(step, out var list))
                _answers[step] = list = [];
            list.AddRange(answers);
        }

        return this;
    }

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var answer = Next(messages, options);
        await (answer.After ?? Task.CompletedTask).WaitAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (answer.Fault is { } fault)
            throw fault;
        var message = new ChatMessage(ChatRole.Assistant, Contents(answer));
        return new ChatResponse(message) { ModelId = Name, FinishReason = Finish(answer), Usage = answer.Usage };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages,
        ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var answer = Next(messages, options);
        await (answer.After ?? Task.CompletedTask).WaitAsync(cancellationToken);
        for (var at = 0; at < answer.Text.Length; at += 7)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var piece = answer.Text.Substring(at, Math.Min(7, answer.Text.Length - at));
            yield return new ChatResponseUpdate(ChatRole.Assistant, piece) { ModelId = Name };
        }

        if (answer.Fault is { } fault)
            throw fault;
        List<AIContent> rest = [.. answer.ToolCalls];
        if (answer.Usage is { } usage)
            rest.Add(new UsageContent(usage));
        yield return new ChatResponseUpdate(ChatRole.Assistant, rest) { ModelId = Name, FinishReason = Finish(answer) };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("scripted", null, Name)
        : serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose() { }

    private ScriptedAnswer Next(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        string? step = null;
        int? asked = null;
        if (options?.AdditionalProperties is { } properties)
        {
            step = properties.TryGetValue(StepKey, out string? name) ? name : null;
            asked = properties.TryGetValue(OrdinalKey, out int number) ? number : null;
        }

        step ??= "";
        lock (_lock)
        {
            var ordinal = asked ?? _counts.GetValueOrDefault(step);
            _counts[step] = ordinal + 1;
            _calls.Enqueue(new ScriptedCall(step, ordinal, [.. messages], options));
            var list = _answers.GetValueOrDefault(step) ?? _answers.GetValueOrDefault("*");
            return list is not null && ordinal < list.Count
                ? list[ordinal]
                : throw new InvalidOperationException($"The script of '{Name}' has no answer {ordinal} for step '{step}'.");
        }
    }

    private static List<AIContent> Contents(ScriptedAnswer answer) =>
        answer.Text.Length > 0 ? [new TextContent(answer.Text), .. answer.ToolCalls] : [.. answer.ToolCalls];

    private static ChatFinishReason Finish(ScriptedAnswer answer) =>
        answer.FinishReason ?? (answer.ToolCalls.Count > 0 ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop);
}
