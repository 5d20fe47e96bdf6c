using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Models.Wire;

namespace Tako.Models.Recording;

/// <summary>Plays a cassette: the answer for a step name and ordinal, whatever the time, the paths or the
/// machine.</summary>
/// <param name="cassette">The answers.</param>
/// <param name="name">What the model is called in responses; the cassette's own model by default.</param>
public sealed class RecordedChatClient(Cassette cassette, string? name = null) : IChatClient
{
    internal const string DefaultStep = "call";
    private const int EstimatedBytesPerToken = 4;
    private const int PieceLength = 24;
    private readonly ConcurrentDictionary<string, int> _counts = [];
    private readonly string _model = $"recorded:{name ?? cassette.Model}";

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (answer, usage, properties) = Next(messages, options);
        List<AIContent> contents = answer.Text.Length > 0 ? [new TextContent(answer.Text)] : [];
        contents.AddRange(answer.ToolCalls.Select(Call));
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, contents))
        {
            ModelId = _model,
            FinishReason = Finish(answer),
            Usage = usage,
            AdditionalProperties = properties,
        });
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages,
        ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        var (answer, usage, properties) = Next(messages, options);
        for (var at = 0; at < answer.Text.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var length = Math.Min(PieceLength, answer.Text.Length - at);
            if (char.IsHighSurrogate(answer.Text[at + length - 1]) && at + length < answer.Text.Length)
                length++;
            yield return new ChatResponseUpdate(ChatRole.Assistant, answer.Text.Substring(at, length)) { ModelId =
                _model };
            at += length;
        }

        List<AIContent> rest = [.. answer.ToolCalls.Select(Call)];
        if (usage is not null)
            rest.Add(new UsageContent(usage));
        yield return new ChatResponseUpdate(ChatRole.Assistant, rest)
        {
            ModelId = _model,
            FinishReason = Finish(answer),
            AdditionalProperties = properties,
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        if (serviceKey is not null)
            return null;
        if (serviceType == typeof(ChatClientMetadata))
            return new ChatClientMetadata("recorded", null, _model);
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose() { }

    private (RecordedAnswer Answer, UsageDetails? Usage, AdditionalPropertiesDictionary Properties) Next(
        IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var prompt = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        var step = options.Step() ?? DefaultStep;
        var ordinal = options.Ordinal() ?? _counts.AddOrUpdate(step, 0, (_, count) => count + 1);
        var words = Words(prompt, options);
        var answer = Find(step, ordinal, words);
        foreach (var expected in answer.Expect)
        {
            if (!words.Contains(expected, StringComparison.Ordinal))
            {
                throw Unfit($"Call {ordinal} of step '{step}' no longer asks what {cassette.File} answers: " +
                    $"its prompt lacks \"{expected}\". "
                    + "Record anew, or mend the script.");
            }
        }

        var properties = new AdditionalPropertiesDictionary { [CallKeys.Label] = cassette.Label, [CallKeys.Attempts] =
            1 };
        if (answer.Usage is not null || !cassette.EstimatesUsage)
            return (answer, answer.Usage, properties);
        properties[CallKeys.UsageSource] = "estimated";
        return (answer, Estimate(PromptSize.Bytes(prompt, options), answer), properties);
    }

    private RecordedAnswer Find(string step, int ordinal, string words)
    {
        if (!cassette.Steps.TryGetValue(step, out var answers))
        {
            throw Unfit($"{cassette.File} holds no answers for step '{step}' (call {ordinal}); "
                + $"it has: {string.Join(", ", cassette.Steps.Keys)}. Record anew, or add the step to the script.");
        }

        return answers.FirstOrDefault(answer => answer.Ordinal == ordinal && answer.When is { } when
            && Matches(when, words))
            ?? answers.FirstOrDefault(answer => answer.Ordinal == ordinal && answer.When is null)
            ?? throw Unfit($"{cassette.File} holds no answer for call {ordinal} of step '{step}' that fits the prompt; "
                + $"it has calls {string.Join(", ", answers.Select(answer => answer.Ordinal).Distinct())}. "
                + "Record anew, or add it to the script.");
    }

    private bool Matches(Regex when, string words)
    {
        try
        {
            return when.IsMatch(words);
        }
        catch (RegexMatchTimeoutException)
        {
            throw Unfit($"The pattern 'when: {when}' in {cassette.File} takes too long; write a simpler one.");
        }
    }

    private ModelCallException Unfit(string message) => new(new CallFailure
    {
        Kind = CallFailureKind.NotConfigured,
        Message = message,
        Provider = "recorded",
        Model = _model,
    });

    private static string Words(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var words = new StringBuilder(options?.Instructions).Append('\n');
        foreach (var content in messages.SelectMany(message => message.Contents))
        {
            if (content is TextContent text)
                words.Append(text.Text).Append('\n');
            else if (content is FunctionResultContent result)
                words.Append(ToolResult.Text(result)).Append('\n');
        }

        return words.ToString();
    }

    private static UsageDetails Estimate(long promptBytes, RecordedAnswer answer)
    {
        var output = Encoding.UTF8.GetByteCount(answer.Text)
            + answer.ToolCalls.Sum(call => call.Name.Length + call.Arguments.GetRawText().Length);
        var usage = new UsageDetails { InputTokenCount = Tokens(promptBytes), OutputTokenCount = Tokens(output) };
        usage.TotalTokenCount = usage.InputTokenCount + usage.OutputTokenCount;
        return usage;

        static long Tokens(long bytes) => (bytes + EstimatedBytesPerToken - 1) / EstimatedBytesPerToken;
    }

    private static FunctionCallContent Call(RecordedToolCall call) => new(call.Id, call.Name,
        call.Arguments.EnumerateObject().ToDictionary(member => member.Name, object? (member) => member.Value));

    private static ChatFinishReason Finish(RecordedAnswer answer) => answer.Finish is { } finish
        ? new ChatFinishReason(finish)
        : answer.ToolCalls.Count > 0 ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop;
}
