using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Models.Wire;

namespace Tako.Models.Calls;

/// <summary>Puts an answer together from what its frames say: words as they come, tool calls and usage at the
/// end.</summary>
internal sealed class AnswerAssembler(string askedModel)
{
    private readonly List<ToolCall> _calls = [];
    private UsageDetails? _usage;
    private string? _id;
    private string? _model;
    private ChatFinishReason? _finish;

    /// <summary>What the caller can be given of this frame now, or null.</summary>
    public ChatResponseUpdate? Take(IReadOnlyList<Delta> view)
    {
        List<AIContent> contents = [];
        foreach (var delta in view)
        {
            switch (delta)
            {
                case Delta.Identity identity:
                    _id ??= identity.Id;
                    _model ??= identity.Model;
                    break;
                case Delta.Text { Words.Length: > 0 } text:
                    contents.Add(new TextContent(text.Words));
                    break;
                case Delta.Reasoning reasoning:
                    contents.Add(new TextReasoningContent(reasoning.Words) { ProtectedData = reasoning.Signature });
                    break;
                case Delta.Tool tool:
                    Take(tool);
                    break;
                case Delta.Finish finish:
                    _finish = finish.Reason;
                    break;
                case Delta.Used used:
                    _usage = UsageFold.Replace(_usage, used.Usage);
                    break;
            }
        }

        return contents.Count > 0 ? Update(contents) : null;
    }

    /// <summary>The last update: tool calls, usage where it was reported, and why the answer ended.</summary>
    public ChatResponseUpdate Finish(int attempts, decimal? usd = null)
    {
        List<AIContent> contents = [.. _calls.Select((call, index) => call.Content(index, _id))];
        if (_usage is not null)
            contents.Add(new UsageContent(_usage));
        var update = Update(contents);
        // Some servers say "stop" beside their tool calls.
        update.FinishReason = _calls.Count > 0 && _finish == ChatFinishReason.Stop ? ChatFinishReason.ToolCalls
            : _finish;
        // Properties of an update that names a message would become that message's instead of the response's.
        update.MessageId = null;
        update.AdditionalProperties = new() { [CallKeys.Attempts] = attempts };
        if (usd is { } cost)
            update.AdditionalProperties[CallKeys.Usd] = cost;
        return update;
    }

    private ChatResponseUpdate Update(List<AIContent> contents) => new(ChatRole.Assistant, contents)
    {
        ResponseId = _id,
        MessageId = _id,
        ModelId = _model ?? askedModel,
    };

    private void Take(Delta.Tool part)
    {
        var known = part.Index is { } index
            ? _calls.FindLast(call => call.Index == index)
            : string.IsNullOrEmpty(part.Id) ? _calls.LastOrDefault() : _calls.Find(call => call.Id == part.Id);
        // Several servers give every parallel call the index 0: another id is another call.
        if (known is null || (!string.IsNullOrEmpty(part.Id) && known.Id is not null && known.Id != part.Id))
            _calls.Add(known = new ToolCall(part.Index));
        known.Take(part);
    }

    private sealed class ToolCall(int? index)
    {
        private readonly StringBuilder _arguments = new();
        private string? _name;

        public int? Index => index;

        public string? Id { get; private set; }

        public void Take(Delta.Tool part)
        {
            Id ??= string.IsNullOrEmpty(part.Id) ? null : part.Id;
            _name ??= string.IsNullOrEmpty(part.Name) ? null : part.Name;
            _arguments.Append(part.Arguments);
        }

        // Arguments that are no JSON travel in the content's Exception, so that the caller can tell the model.
        public FunctionCallContent Content(int position, string? answer) =>
            FunctionCallContent.CreateFromParsedArguments(
            _arguments.ToString(), Id ?? $"call_{answer}_{position}", _name ?? "", Parse);

        private static Dictionary<string, object?> Parse(string arguments)
        {
            if (string.IsNullOrWhiteSpace(arguments))
                return [];
            using var document = JsonDocument.Parse(arguments);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new JsonException("The arguments are not a JSON object.");
            var result = new Dictionary<string, object?>();
            foreach (var member in document.RootElement.EnumerateObject())
                result[member.Name] = member.Value.ValueKind == JsonValueKind.Null ? null : member.Value.Clone();
            return result;
        }
    }
}
