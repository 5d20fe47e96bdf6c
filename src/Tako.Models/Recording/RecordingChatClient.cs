using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Models.Calls;
using Tako.Models.Config;
using Tako.Models.Wire;

namespace Tako.Models.Recording;

/// <summary>
/// Writes every whole answer that passes through it to a cassette, with named secrets replaced by their names. The
/// file is replaced at each answer, so that a killed run leaves a cassette of what it got.
/// </summary>
public sealed class RecordingChatClient(IChatClient innerClient, ModelConfig model, string file,
    IReadOnlyList<NamedSecret> secrets)
    : DelegatingChatClient(innerClient)
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, int> _counts = [];
    private readonly Dictionary<string, SortedDictionary<int, RecordedAnswer>> _steps = [];

    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options =
        null,
        CancellationToken cancellationToken = default)
    {
        var (step, ordinal) = await CountAsync(options, cancellationToken);
        var response = await base.GetResponseAsync(messages, options, cancellationToken);
        await KeepAsync(step, ordinal, response, cancellationToken);
        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages,
        ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (step, ordinal) = await CountAsync(options, cancellationToken);
        List<ChatResponseUpdate> updates = [];
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            updates.Add(update);
            yield return update;
        }

        await KeepAsync(step, ordinal, updates.ToChatResponse(), cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _gate.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask<(string Step, int Ordinal)> CountAsync(ChatOptions? options,
        CancellationToken cancellationToken)
    {
        var step = options.Step() ?? RecordedChatClient.DefaultStep;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var ordinal = options.Ordinal() ?? _counts.GetValueOrDefault(step);
            _counts[step] = ordinal + 1;
            return (step, ordinal);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async ValueTask KeepAsync(string step, int ordinal, ChatResponse response,
        CancellationToken cancellationToken)
    {
        var contents = response.Messages.SelectMany(message => message.Contents).ToList();
        var answer = new RecordedAnswer
        {
            Ordinal = ordinal,
            Text = Clean(response.Text),
            ToolCalls = [.. contents.OfType<FunctionCallContent>().Select(Call)],
            Finish = response.FinishReason?.Value,
            Usage = response.Usage,
        };
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (!_steps.TryGetValue(step, out var answers))
                _steps[step] = answers = [];
            answers[ordinal] = answer;
            await SaveAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async ValueTask SaveAsync(CancellationToken cancellationToken)
    {
        var cassette = new Cassette
        {
            File = file,
            Model = model.UpstreamId,
            Label = Cassette.Recorded,
            Prices = model.Prices,
            Steps = _steps.ToDictionary(step => step.Key, IReadOnlyList<RecordedAnswer> (step) =>
                [.. step.Value.Values]),
        };
        var full = Path.GetFullPath(file);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var draft = $"{full}.part";
        await File.WriteAllTextAsync(draft, cassette.Write(), cancellationToken);
        File.Move(draft, full, overwrite: true);
    }

    private RecordedToolCall Call(FunctionCallContent call)
    {
        var arguments = JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, object?>(), ToolJson.Options);
        using var document = JsonDocument.Parse(Clean(arguments));
        return new RecordedToolCall(call.CallId, call.Name, document.RootElement.Clone());
    }

    private string Clean(string text)
    {
        foreach (var secret in secrets)
        {
            if (secret.Value.Length > 0)
                text = text.Replace(secret.Value, $"[{secret.Name}]", StringComparison.Ordinal);
        }

        return text;
    }
}
