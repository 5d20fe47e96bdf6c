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
            for (var index = 0; index < message.Contents.Count; index++)
            {
                if (TextOf(message.Contents[index]) is not { } text)
                    continue;
                var chain = new WatchChain(reflexes);
                var released = chain.Next(text) + chain.End();
                if (released != text)
                    message.Contents[index] = WithText(message.Contents[index], released);
                if (chain.StoppedBy is not { } name)
                    continue;
                response.FinishReason = chain.Reason;
                (response.AdditionalProperties ??= [])[Property] = name;
            }
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

        WatchChain? chain = null;
        ChatResponseUpdate? last = null;
        AIContent? lastText = null;
        await foreach (var update in base.GetStreamingResponseAsync(sent, options, cancellationToken))
        {
            var contents = new List<AIContent>(update.Contents.Count + 1);
            foreach (var content in update.Contents)
            {
                var text = TextOf(content);
                // Text that was held back goes out before whatever is not its continuation.
                if (chain is not null && content is not UsageContent && (text is null || content.GetType() != lastText!.GetType() || update.MessageId != last!.MessageId))
                {
                    Add(contents, lastText!, chain.End());
                    chain = null;
                }

                if (text is null)
                {
                    contents.Add(content);
                    continue;
                }

                chain ??= new WatchChain(reflexes);
                lastText = content;
                Add(contents, content, chain.Next(text));
                if (chain.StoppedBy is not null)
                    break;
            }

            if (chain is { StoppedBy: null } && update.FinishReason is not null)
            {
                Add(contents, lastText!, chain.End());
                chain = null;
            }

            last = update.Clone();
            last.Contents = contents;
            if (chain?.StoppedBy is { } name)
            {
                last.FinishReason = chain.Reason;
                (last.AdditionalProperties ??= [])[Property] = name;
                yield return last;
                yield break;
            }

            yield return last;
        }

        if (chain?.End() is { Length: > 0 } rest)
        {
            var end = last!.Clone();
            end.Contents = [WithText(lastText!, rest)];
            yield return end;
        }
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

    private static string? TextOf(AIContent content) => content switch
    {
        TextContent text => text.Text,
        TextReasoningContent reasoning => reasoning.Text,
        _ => null,
    };

    private static AIContent WithText(AIContent content, string text) => content switch
    {
        TextReasoningContent reasoning => new TextReasoningContent(text)
        {
            ProtectedData = reasoning.ProtectedData,
            AdditionalProperties = content.AdditionalProperties,
        },
        _ => new TextContent(text) { AdditionalProperties = content.AdditionalProperties, Annotations = content.Annotations },
    };

    private static void Add(List<AIContent> contents, AIContent like, string text)
    {
        if (TextOf(like) == text)
            contents.Add(like);
        else if (text.Length > 0)
            contents.Add(WithText(like, text));
    }
}
