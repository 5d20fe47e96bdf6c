using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Arms;
using Tako.Core.Budgets;
using Tako.Core.Capabilities;
using Tako.Core.Contracts;
using Tako.Core.Labels;
using Tako.Models;
using Tako.Models.Calls;
using Tako.Models.Catalog;
using Tako.Models.Config;
using Tako.Reflexes.Chat;
using Tako.Reports;
using Tako.Tools;

namespace Tako.Tasks;

/// <summary>
/// The model of one step, as an arm sees it. A call goes: answered before a crash? else degrade ladder, reservation, gate,
/// call, settlement, journal. Prompt and answer are kept as blobs, so that a resumed step gets the same answer for nothing.
/// </summary>
internal sealed class ModelVoice(TaskSession session, StepJournal journal, Grant grant,
    Exposure exposure, TraceRecorder trace, StepReflexes reflexes, string model)
    : IChatClient
{
    private int _ordinal;

    /// <summary>The journal of the step that speaks.</summary>
    public StepJournal Journal => journal;

    /// <summary>Hash of the last prompt that was answered, and the model that answered it.</summary>
    public (string? Model, string? PromptHash) Last { get; private set; }

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var prompt = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var ordinal = _ordinal++;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(prompt,
            AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IReadOnlyList<ChatMessage>)));
        var hash = TraceRecorder.Hash(bytes);
        if (await ReplayAsync(ordinal, hash, cancellationToken) is { } replayed)
            return replayed;

        var card = await ChooseAsync();
        var ready = Prepare(options, card, ordinal);
        // Reflexes come first: what they stop reserves nothing.
        var client = reflexes.Around(
            new ObservedChatClient(session.OpenModel(card), card, new BudgetObserver(session.Budget, journal), session.Time), card.Name);
        var effect = new Effect
        {
            Tool = "model",
            Kind = EffectKind.Idempotent,
            Arguments = JsonSerializer.SerializeToElement(new ModelCall(card.Name, hash), ModelCallJson.Default.ModelCall),
            Actor = journal.Actor,
            Label = exposure.Seen.Join(Labels.User("goal")),
            Key = EffectKey.Of(journal.Step, "model", ordinal + 1),
        };
        var started = session.Time.GetTimestamp();
        var outcome = await session.PassAsync(effect, grant, async token =>
        {
            var answer = await AnswerAsync(client, prompt, ready, token);
            var stopped = IsStopped(answer);
            return new Passage<ChatResponse>(answer, Labels.Arm(card.Name), TraceRecorder.Hash(answer.Text))
            {
                Succeeded = !stopped,
                Usage = stopped && answer.Usage is null ? null : card.Prices.Price(answer.Usage, session.Time.GetUtcNow()),
            };
        }, cancellationToken);
        await reflexes.FlushAsync();
        if (outcome is not GateOutcome<ChatResponse>.Done done)
        {
            var refusal = ((GateOutcome<ChatResponse>.Denied)outcome).Why;
            trace.Add("model", card.Name, hash, null, "denied");
            throw new CallRefusedException(refusal.ToString(), outOfBudget: false);
        }

        if (IsStopped(done.Value))
        {
            trace.Add("model", card.Name, hash, null, "denied");
            throw new CallRefusedException(done.Value.Text, outOfBudget: false);
        }

        await KeepAsync(card, ordinal, hash, bytes, done.Value, session.Time.GetElapsedTime(started), cancellationToken);
        return done.Value;
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
            yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose() { }

    /// <summary>A reflex let the request or the answer go no further; asking again would end the same way.</summary>
    private static bool IsStopped(ChatResponse answer) => answer.FinishReason == ChatFinishReason.ContentFilter
        && (answer.AdditionalProperties?.ContainsKey(ReflexChatClient.Property) == true
            || answer.Messages.Any(message => message.AdditionalProperties?.ContainsKey(ReflexChatClient.Property) == true));

    /// <summary>The step's model, or a cheaper one once the budget has reached that stage.</summary>
    private async ValueTask<ModelConfig> ChooseAsync()
    {
        var stage = await session.StageAsync();
        if (stage >= DegradeStage.ReflexesOnly)
        {
            var status = session.Budget.Status;
            throw new CallRefusedException(
                $"{status.Share:P0} of the budget is gone: no further model is called (stage {stage}).", outOfBudget: true);
        }

        var card = session.Models.Find(model) ?? throw new CallRefusedException($"There is no model '{model}'.", outOfBudget: false);
        return stage >= DegradeStage.CheaperModel && session.Models.CheaperThan(card.Name) is { } cheaper ? cheaper : card;
    }

    /// <summary>An answer within what is left of the time budget.</summary>
    private async ValueTask<ChatResponse> AnswerAsync(IChatClient client, IReadOnlyList<ChatMessage> prompt, ChatOptions options,
        CancellationToken cancellationToken)
    {
        var within = session.Within(TimeSpan.MaxValue);
        if (within == TimeSpan.MaxValue)
            return await client.GetStreamingResponseAsync(prompt, options, cancellationToken).ToChatResponseAsync(cancellationToken);
        using var timer = new CancellationTokenSource(within > TimeSpan.Zero ? within : TimeSpan.Zero, session.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            return await client.GetStreamingResponseAsync(prompt, options, either.Token).ToChatResponseAsync(either.Token);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new CallRefusedException("The time budget ended while the model was answering.", outOfBudget: true);
        }
    }

    private ChatOptions Prepare(ChatOptions? options, ModelConfig card, int ordinal)
    {
        var ready = options?.Clone() ?? new ChatOptions();
        ready.MaxOutputTokens = Math.Min(ready.MaxOutputTokens ?? session.Limits.AnswerTokens, card.MaxOutput ?? int.MaxValue);
        if (!card.Capabilities.HasFlag(ModelCapabilities.Tools))
            ready.Tools = null;
        ready.AdditionalProperties ??= [];
        ready.AdditionalProperties[CallKeys.Step] = journal.Step;
        ready.AdditionalProperties[CallKeys.Ordinal] = ordinal;
        return ready;
    }

    private async ValueTask<ChatResponse?> ReplayAsync(int ordinal, string hash, CancellationToken cancellationToken)
    {
        var recorded = journal.Recorded("model.answered", TaskJson.Default.ModelAnswered,
            answered => answered.Ordinal == ordinal && answered.PromptHash == hash);
        if (recorded is null || await journal.FetchAsync(recorded.Answer, cancellationToken) is not { } bytes)
            return null;
        var response = JsonSerializer.Deserialize<ChatResponse>(bytes.Span, AIJsonUtilities.DefaultOptions);
        if (response is null)
            return null;
        Last = (recorded.Model, hash);
        trace.Add("model", recorded.Model, hash, TraceRecorder.Hash(response.Text), "done", recorded.Usage);
        return response;
    }

    private async ValueTask KeepAsync(ModelConfig card, int ordinal, string hash, byte[] prompt, ChatResponse answer, TimeSpan took,
        CancellationToken cancellationToken)
    {
        var usage = card.Prices.Price(answer.Usage, session.Time.GetUtcNow());
        var promptBlob = await journal.KeepAsync(prompt, cancellationToken);
        var answerBlob = await journal.KeepAsync(
            JsonSerializer.SerializeToUtf8Bytes(answer, AIJsonUtilities.DefaultOptions),
            cancellationToken);
        Last = (answer.ModelId ?? card.Name, hash);
        trace.Add("model", card.Name, hash, TraceRecorder.Hash(answer.Text), "done", usage);
        await journal.AppendAsync("model.answered", new ModelAnswered
        {
            Step = journal.Step,
            Arm = journal.Actor,
            Ordinal = ordinal,
            Model = answer.ModelId ?? card.Name,
            PromptHash = hash,
            Prompt = promptBlob.Value,
            Answer = answerBlob.Value,
            Usage = usage,
            Milliseconds = (long)took.TotalMilliseconds,
        }, TaskJson.Default.ModelAnswered, [promptBlob, answerBlob]);
    }
}
