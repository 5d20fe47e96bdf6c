using Microsoft.Extensions.AI;
using Tako.Core.Labels;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Pipeline;
using Tako.Reflexes.Pseudonyms;

namespace Tako.Reflexes.Chat;

/// <summary>The pipeline around a model: prompts and results of tools on their way in, answers on their way out, whole or streamed, with
/// pseudonyms back in answers.</summary>
/// <param name="incoming">Looks at messages.</param>
/// <param name="outgoing">Looks at answers.</param>
/// <param name="told">Told of every text that was acted on, and whether it was an answer; a text that stands in many prompts is told of
/// with each.</param>
public sealed class InspectionReflex(Inspector incoming, Inspector outgoing, Replacements? replacements = null,
    Action<Verdict, bool>? told = null) : IChatReflex
{
    private readonly Replacements _replacements = replacements ?? Replacements.Masks;

    public string Name => "policy";

    public ChatVerdict Before(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        List<ChatMessage>? rewritten = null;
        for (var index = 0; index < messages.Count; index++)
        {
            var message = messages[index];
            for (var part = 0; part < message.Contents.Count; part++)
            {
                var content = message.Contents[part];
                if (Clean(content, SourceOf(message, content)) is not var (verdict, clean))
                    continue;
                if (verdict.Decision > Decision.Pass)
                    told?.Invoke(verdict, false);
                if (verdict.Decision >= Decision.Escalate)
                {
                    return new ChatVerdict.Block($"the {message.Role.Value}'s text holds what the policy does not let through "
                        + $"({string.Join(", ", verdict.Reasons.Take(5))}).", "Take it out, or ask whoever keeps the policy.");
                }

                if (ReferenceEquals(clean, content))
                    continue;
                rewritten ??= [.. messages];
                if (ReferenceEquals(rewritten[index], message))
                    rewritten[index] = Copy(message);
                rewritten[index].Contents[part] = clean;
            }
        }

        return rewritten is null ? ChatVerdict.Ok : new ChatVerdict.Rewrite(rewritten);
    }

    public ResponseWatch Watch() => new InspectionWatch(this, outgoing.Open(Labels.Arm("model"), _replacements),
        _replacements.Vault is { } vault ? new PseudonymRestorer(vault, Confidentiality.Confidential).OpenStream() : null);

    public FunctionCallContent? Called(FunctionCallContent call)
    {
        var arguments = new ArgumentTexts(outgoing, Labels.Arm("model"), _replacements, restores: true);
        var clean = arguments.Clean(call);
        var verdict = arguments.Verdict;
        if (verdict.Decision > Decision.Pass)
            told?.Invoke(verdict, true);
        return verdict.Decision >= Decision.Escalate ? null : clean;
    }

    private (Verdict Verdict, AIContent Content)? Clean(AIContent content, Label source)
    {
        if (content is FunctionCallContent call)
        {
            var arguments = new ArgumentTexts(incoming, source, _replacements, restores: false);
            var same = arguments.Clean(call);
            return (arguments.Verdict, same);
        }

        if (TextOf(content) is not { } text)
            return null;
        var (verdict, clean) = incoming.Rewrite(text, source, _replacements);
        return (verdict, clean == text ? content : WithText(content, clean));
    }

    private static Label SourceOf(ChatMessage message, AIContent content) =>
        content is FunctionResultContent || message.Role == ChatRole.Tool ? Labels.Tool("tool")
        : message.Role == ChatRole.System ? Labels.System("prompt")
        : message.Role == ChatRole.Assistant ? Labels.Arm("model")
        : Labels.User("prompt");

    private static string? TextOf(AIContent content) => content switch
    {
        TextContent text => text.Text,
        FunctionResultContent { Result: { } result } => result.ToString(),
        _ => null,
    };

    private static AIContent WithText(AIContent content, string text) => content is FunctionResultContent result
        ? new FunctionResultContent(result.CallId, text)
        : new TextContent(text) { AdditionalProperties = content.AdditionalProperties };

    private static ChatMessage Copy(ChatMessage message)
    {
        var copy = message.Clone();
        copy.Contents = [.. message.Contents];
        return copy;
    }

    private void Tell(InspectionStream stream) =>
        told?.Invoke(new Verdict(stream.Decision, stream.Acted, outgoing.Policy.Version, TimeSpan.Zero), true);

    private sealed class InspectionWatch(InspectionReflex reflex, InspectionStream stream, RestoringStream? restored) : ResponseWatch
    {
        private bool _told;

        public override Release Next(string text) => Say(stream.Next(text), last: false);

        public override Release End() => Say(stream.End(), last: true);

        private Release Say(string text, bool last)
        {
            if (restored is not null)
                text = restored.Push(text) + (last ? restored.Finish() : "");
            if (!_told && stream.Acted.Count > 0 && (last || stream.Decision >= Decision.Escalate))
            {
                _told = true;
                reflex.Tell(stream);
            }

            return new Release(text, stream.Decision >= Decision.Escalate ? ChatFinishReason.ContentFilter.Value : null);
        }
    }
}
