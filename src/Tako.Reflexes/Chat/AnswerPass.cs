using Microsoft.Extensions.AI;

namespace Tako.Reflexes.Chat;

/// <summary>
/// One answer on its way through the watches. Text and reasoning are runs of their own: what is held back of a run goes out
/// before anything that is not its continuation.
/// </summary>
internal sealed class AnswerPass(IReadOnlyList<IChatReflex> reflexes)
{
    private WatchChain? _chain;
    private AIContent? _last;
    private string? _messageId;

    /// <summary>The reflex that ended the answer; nothing more comes out.</summary>
    public string? StoppedBy { get; private set; }

    public ChatFinishReason Reason { get; private set; } = ChatFinishReason.ContentFilter;

    public void Push(AIContent content, string? messageId, List<AIContent> into)
    {
        var text = TextOf(content);
        if (_chain is not null && content is not UsageContent
            && (text is null || content.GetType() != _last!.GetType() || messageId != _messageId))
        {
            End(into);
        }

        if (StoppedBy is not null)
            return;
        if (text is null)
        {
            if (Called(content) is { } passed)
                into.Add(passed);
            return;
        }

        _chain ??= new WatchChain(reflexes);
        (_last, _messageId) = (content, messageId);
        Release(content, _chain.Next(text), into);
    }

    /// <summary>Lets out what is held back.</summary>
    public void End(List<AIContent> into)
    {
        if (_chain is null || StoppedBy is not null)
            return;
        Release(_last!, _chain.End(), into);
        _chain = null;
    }

    private AIContent? Called(AIContent content)
    {
        if (content is not FunctionCallContent call)
            return content;
        foreach (var reflex in reflexes)
        {
            if (reflex.Called(call) is not { } passed)
            {
                (StoppedBy, Reason) = (reflex.Name, ChatFinishReason.ContentFilter);
                return null;
            }

            call = passed;
        }

        return call;
    }

    private void Release(AIContent like, string text, List<AIContent> into)
    {
        if (TextOf(like) == text)
            into.Add(like);
        else if (text.Length > 0)
            into.Add(WithText(like, text));
        if (_chain!.StoppedBy is { } name)
            (StoppedBy, Reason) = (name, _chain.Reason);
    }

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
}
