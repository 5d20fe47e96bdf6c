using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Tako.Core.Budgets;
using Tako.Models.Config;
using Tako.Models.Failures;

namespace Tako.Models.Calls;

/// <summary>Tells an observer of each call before it is made and after it ended, however it ended.</summary>
public sealed class ObservedChatClient(IChatClient innerClient, ModelConfig model, ICallObserver observer,
    TimeProvider time)
    : DelegatingChatClient(innerClient)
{
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options =
        null,
        CancellationToken cancellationToken = default)
    {
        var prompt = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        var call = await StartAsync(prompt, options, streamed: false, cancellationToken);
        try
        {
            var response = await base.GetResponseAsync(prompt, options, cancellationToken);
            call.Saw(response.ModelId, response.Usage, response.AdditionalProperties);
            call.Whole = true;
            return response;
        }
        catch (ModelCallException failed)
        {
            call.Failure = failed.Failure;
            throw;
        }
        finally
        {
            await EndAsync(call);
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages,
        ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var prompt = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        var call = await StartAsync(prompt, options, streamed: true, cancellationToken);
        try
        {
            await using var updates =
                base.GetStreamingResponseAsync(prompt, options,
                    cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await NextAsync(updates, call))
            {
                var update = updates.Current;
                call.Saw(update.ModelId, update.Contents.OfType<UsageContent>().LastOrDefault()?.Details,
                    update.AdditionalProperties);
                yield return update;
            }

            call.Whole = true;
        }
        finally
        {
            await EndAsync(call);
        }
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, Call call)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (ModelCallException failed)
        {
            call.Failure = failed.Failure;
            throw;
        }
    }

    private async ValueTask<Call> StartAsync(IReadOnlyCollection<ChatMessage> messages, ChatOptions? options,
        bool streamed,
        CancellationToken cancellationToken)
    {
        var bytes = PromptSize.Bytes(messages, options);
        var most = options?.MaxOutputTokens ?? model.MaxOutput;
        var intent = new CallIntent
        {
            Model = model.Name,
            Step = options.Step(),
            Ordinal = options.Ordinal(),
            PromptBytes = bytes,
            MaxOutputTokens = most,
            MostUsd = model.Prices.Cost(bytes, most, when: time.GetUtcNow()),
            Streamed = streamed,
        };
        await observer.StartAsync(intent, cancellationToken);
        return new Call(intent, time.GetTimestamp());
    }

    // The end is told even when the caller has given up: a reservation must be settled.
    private ValueTask EndAsync(Call call) => observer.EndAsync(call.Intent, new CallResult
    {
        Usage = call.Usd is { } usd ? model.Prices.Price(call.Reported, time.GetUtcNow()) with { Usd = usd }
            : model.Prices.Price(call.Reported, time.GetUtcNow()),
        Failure = call.Failure,
        Abandoned = !call.Whole && call.Failure is null,
        AnsweredBy = call.AnsweredBy,
        Attempts = call.Failure?.Attempts ?? call.Attempts,
        Elapsed = time.GetElapsedTime(call.Started),
    }, CancellationToken.None);

    private sealed class Call(CallIntent intent, long started)
    {
        public CallIntent Intent => intent;

        public long Started => started;

        public bool Whole { get; set; }

        public CallFailure? Failure { get; set; }

        public UsageDetails? Reported { get; private set; }

        public string? AnsweredBy { get; private set; }

        public int Attempts { get; private set; } = 1;

        public decimal? Usd { get; private set; }

        public void Saw(string? answeredBy, UsageDetails? reported, AdditionalPropertiesDictionary? properties)
        {
            AnsweredBy = answeredBy ?? AnsweredBy;
            Reported = reported ?? Reported;
            if (properties?.TryGetValue(CallKeys.Attempts, out int attempts) == true)
                Attempts = attempts;
            if (properties?.TryGetValue(CallKeys.Usd, out decimal usd) == true)
                Usd = usd;
        }
    }
}
