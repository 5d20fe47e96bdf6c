using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;
using Tako.Core.Capabilities;
using Tako.Reflexes.Chat;

namespace Tako.Reflexes.Limits;

/// <summary>Refuses arguments and prompts that are too large, and ends answers that do not end by themselves.</summary>
public sealed class SizeReflex(SizeOptions? options = null) : IGateRule, IChatReflex
{
    private readonly SizeOptions _options = (options ?? new SizeOptions()).Validate();

    public string Name => "size";

    public RuleVerdict Judge(Effect effect, Grant grant)
    {
        if (effect.Arguments.ValueKind == System.Text.Json.JsonValueKind.Undefined)
            return RuleVerdict.Ok;
        var bytes = JsonMarshal.GetRawUtf8Value(effect.Arguments).Length;
        return bytes <= _options.ArgumentBytes
            ? RuleVerdict.Ok
            : new RuleVerdict.Deny($"the arguments of {effect.Tool} take {bytes} bytes; at most {_options.ArgumentBytes} are allowed",
                "Split the work into smaller calls.");
    }

    public ChatVerdict Before(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        long characters = options?.Instructions?.Length ?? 0;
        foreach (var message in messages)
        {
            foreach (var content in message.Contents)
            {
                characters += content switch
                {
                    TextContent text => text.Text.Length,
                    TextReasoningContent reasoning => reasoning.Text.Length,
                    DataContent data => data.Data.Length,
                    FunctionCallContent call => call.Arguments?.Sum(argument => argument.Value?.ToString()?.Length ?? 0) ?? 0,
                    FunctionResultContent result => result.Result?.ToString()?.Length ?? 0,
                    _ => 0,
                };
            }
        }

        return characters <= _options.PromptCharacters
            ? ChatVerdict.Ok
            : new ChatVerdict.Block($"the prompt has {characters} characters; at most {_options.PromptCharacters} are allowed.",
                "Send less, for instance the parts of a file that matter.");
    }

    public ResponseWatch Watch() => new SizeWatch(_options.ResponseCharacters);

    private sealed class SizeWatch(int most) : ResponseWatch
    {
        private int _left = most;

        public override Release Next(string text)
        {
            if (text.Length <= _left)
            {
                _left -= text.Length;
                return new Release(text);
            }

            var cut = _left;
            _left = 0;
            return new Release(text[..cut], ChatFinishReason.Length.Value);
        }

        public override Release End() => new("");
    }
}
