using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Tako.Reflexes.Chat;

/// <summary>
/// Any model behind reflexes. Requests pass them in order; answers, whole or streamed, pass the same watches. A blocked
/// request never reaches the model: the answer says who blocked it and why and ends with <see cref="ChatFinishReason.ContentFilter"/>.
/// </summary>
public sealed class ReflexChatClient(IChatClient inner, IReadOnlyList<IChatReflex> reflexes) : DelegatingChatClient(inner)
{
    /// <summary>Additional property of an answer that a reflex blocked or cut: the reflex's name.</summary>
    public const string Property = "tako.reflex";

    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var (sent, blocked) = Judge([.. messages], options);
        if (blocked is not null)
            return Blocked(blocked).ToChatResponse();
        var response = await base.GetResponseAsync(sent, options, cancellationToken);
        foreach (var message in response.Messages)
        {
            var pass = new AnswerPass(reflexes);
            var contents = new List<AIContent>(message.Contents.Count);
            foreach (var content in message.Contents)
                pass.Push(content, message.MessageId, contents);
            pass.End(contents);
            message.Contents = contents;
            if (pass.StoppedBy is not { } name)
                continue;
            response.FinishReason = pass.Reason;
            (response.AdditionalProperties ??= [])[Property] = name;
        }

        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages,
        ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (sent, blocked) = Judge([.. messages], options);
        if (blocked is not null)
        {
            yield return Blocked(blocked)[0];
            yield break;
        }

        var pass = new AnswerPass(reflexes);
        ChatResponseUpdate? last = null;
        await foreach (var update in base.GetStreamingResponseAsync(sent, options, cancellationToken))
        {
            var contents = new List<AIContent>(update.Contents.Count + 1);
            foreach (var content in update.Contents)
                pass.Push(content, update.MessageId, contents);
            if (update.FinishReason is not null)
                pass.End(contents);
            last = update.Clone();
            last.Contents = contents;
            if (pass.StoppedBy is { } name)
            {
                Mark(last, pass, name);
                yield return last;
                yield break;
            }

            yield return last;
        }

        var rest = new List<AIContent>();
        pass.End(rest);
        if (rest.Count == 0 && pass.StoppedBy is null)
            yield break;
        var end = last!.Clone();
        end.Contents = rest;
        if (pass.StoppedBy is { } stopped)
            Mark(end, pass, stopped);
        yield return end;
    }

    private static void Mark(ChatResponseUpdate update, AnswerPass pass, string name)
    {
        update.FinishReason = pass.Reason;
        update.AdditionalProperties = new(update.AdditionalProperties ?? []) { [Property] = name };
    }

    private (IReadOnlyList<ChatMessage>, BlockedBy?) Judge(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        foreach (var reflex in reflexes)
        {
            switch (reflex.Before(messages, options))
            {
                case ChatVerdict.Rewrite rewrite:
                    messages = rewrite.Messages;
                    break;
                case ChatVerdict.Block block:
                    return (messages, new BlockedBy(reflex.Name, block));
            }
        }

        return (messages, null);
    }

    private sealed record BlockedBy(string Reflex, ChatVerdict.Block Verdict);

    private static List<ChatResponseUpdate> Blocked(BlockedBy blocked) =>
    [
        new(ChatRole.Assistant, $"Blocked by the reflex '{blocked.Reflex}': {blocked.Verdict.Reason} {blocked.Verdict.WayOut}")
        {
            FinishReason = ChatFinishReason.ContentFilter,
            AdditionalProperties = new() { [Property] = blocked.Reflex },
        },
    ];
}
