using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Core.Capabilities;
using Tako.Reflexes.Chat;

namespace Tako.Reflexes.Secrets;

/// <summary>Keeps secrets out of the arguments of tools, out of prompts, and out of answers.</summary>
public sealed class SecretsReflex(SecretScanner scanner, SecretsOptions? options = null) : IGateRule, IChatReflex
{
    private readonly SecretsOptions _options = options ?? new SecretsOptions();

    public string Name => "secrets";

    public RuleVerdict Judge(Effect effect, Grant grant) =>
        !_options.Exempt.Contains(effect.Tool) && Find(effect.Arguments, "the arguments") is var (where, kind)
            ? new RuleVerdict.Deny($"{where} of {effect.Tool} hold{(where == "the arguments" ? "" : "s")} a secret ({kind})",
                "Leave the secret out; where a program needs it, name the environment variable that holds it.")
            : RuleVerdict.Ok;

    public ChatVerdict Before(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        List<ChatMessage>? rewritten = null;
        for (var index = 0; index < messages.Count; index++)
        {
            if (Clean(messages[index]) is not { } clean)
                continue;
            if (_options.BlockPrompts)
                return new ChatVerdict.Block("the prompt holds a secret.", "Take it out; a model never needs it.");
            (rewritten ??= [.. messages])[index] = clean;
        }

        return rewritten is null ? ChatVerdict.Ok : new ChatVerdict.Rewrite(rewritten);
    }

    public ResponseWatch Watch() => new SecretWatch(scanner);

    /// <summary>The message without its secrets, or null when it has none.</summary>
    private ChatMessage? Clean(ChatMessage message)
    {
        ChatMessage? clean = null;
        for (var index = 0; index < message.Contents.Count; index++)
        {
            AIContent? replaced = message.Contents[index] switch
            {
                TextContent text when scanner.Redact(text.Text) is var redacted && !ReferenceEquals(redacted, text.Text) =>
                    new TextContent(redacted) { AdditionalProperties = text.AdditionalProperties },
                FunctionResultContent { Result: { } result } answer when AsText(result) is var text && scanner.Redact(text) is var redacted
                    && !ReferenceEquals(redacted, text) => new FunctionResultContent(answer.CallId, redacted),
                FunctionCallContent { Arguments: { } arguments } call when arguments.Values.Any(Holds) =>
                    new FunctionCallContent(call.CallId, call.Name,
                    arguments.ToDictionary(argument => argument.Key, argument =>
                        Holds(argument.Value) ? scanner.Redact(AsText(argument.Value!)) : argument.Value)),
                _ => null,
            };
            if (replaced is null)
                continue;
            clean ??= Copy(message);
            clean.Contents[index] = replaced;
        }

        return clean;
    }

    private bool Holds(object? value) => value is not null && scanner.Scan(AsText(value)).Count > 0;

    private static string AsText(object result) => result is JsonElement { ValueKind: JsonValueKind.String } json
        ? json.GetString()!
        : result.ToString() ?? "";

    private static ChatMessage Copy(ChatMessage message)
    {
        var copy = message.Clone();
        copy.Contents = [.. message.Contents];
        return copy;
    }

    private (string Where, string Kind)? Find(JsonElement value, string where)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return scanner.Scan(value.GetString()!) is { Count: > 0 } found ? (where, found[0].Kind) : null;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    if (Find(item, where) is { } inner)
                        return inner;
                }

                return null;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    if (scanner.Scan(member.Name) is { Count: > 0 } name)
                        return (where, name[0].Kind);
                    if (Find(member.Value, $"'{member.Name}'") is { } inner)
                        return inner;
                }

                return null;
            default:
                return null;
        }
    }
}
