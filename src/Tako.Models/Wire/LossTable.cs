using System.Text.Json;

namespace Tako.Models.Wire;

/// <summary>
/// What is lost between protocols, as one table: the code refuses and drops by it, and <c>docs/protocols.md</c> shows it. What a
/// request requires is refused where it cannot be said; the rest is dropped and named. A field that is not listed here and is
/// not translated is dropped.
/// </summary>
internal static class LossTable
{
    private const WireKind Chat = WireKind.Chat;
    private const WireKind Responses = WireKind.Responses;
    private const WireKind Messages = WireKind.Messages;

    /// <summary>A field that so many protocols can say is nowhere lost.</summary>
    public const int Kinds = 3;

    private static readonly WireKind[] Nobody = [];
    private static readonly WireKind[] All = [Chat, Responses, Messages];

    public static IReadOnlyList<LossRow> Rows { get; } =
    [
        Required(Chat, "n", "above 1", Nobody, value => IsNumber(value, 1)),
        Required(Chat, "logprobs", "when true", [Responses], IsFalse),
        Required(Chat, "top_logprobs", "above 0", [Responses], value => IsNumber(value, 0)),
        Required(Chat, "stop", "", [Messages], IsEmpty),
        Required(Chat, "modalities", "more than text", Nobody, IsOnlyText),
        Required(Chat, "audio", "", Nobody),
        Required(Chat, "web_search_options", "", Nobody),
        Required(Chat, "functions", "the old form of tools", Nobody, IsEmpty),
        Required(Chat, "function_call", "the old form of tool_choice", Nobody),
        Required(Chat, "tools[].type", "other than function", Nobody),
        Required(Chat, "tool_choice.type", "other than function", Nobody),
        Required(Chat, "messages[].role", "function", Nobody),
        Required(Chat, "messages[].function_call", "", Nobody),
        Required(Chat, "messages[].audio", "", Nobody),
        Required(Chat, "messages[].content[].type", "other than text, image_url, file, refusal", Nobody),
        Required(Chat, "messages[].content[].input_audio", "", Nobody),
        Required(Chat, "messages[].content[].file.file_id", "", [Responses]),
        Dropped(Chat, "seed", "", Nobody),
        Dropped(Chat, "frequency_penalty", "", Nobody, value => IsNumber(value, 0)),
        Dropped(Chat, "presence_penalty", "", Nobody, value => IsNumber(value, 0)),
        Dropped(Chat, "logit_bias", "", Nobody, IsEmpty),
        Dropped(Chat, "metadata", "", [Responses], IsEmpty),
        Dropped(Chat, "service_tier", "", [Responses], IsAuto),
        Dropped(Chat, "prompt_cache_key", "", [Responses]),
        Dropped(Chat, "prompt_cache_retention", "", Nobody),
        Dropped(Chat, "verbosity", "", [Responses]),
        Dropped(Chat, "store", "when true", Nobody, IsFalse),
        Dropped(Chat, "prediction", "", Nobody),
        Dropped(Chat, "tools[].function.strict", "", [Responses], IsFalse),
        Dropped(Chat, "messages[].name", "", Nobody),
        Dropped(Chat, "messages[].reasoning_content", "thoughts without a seal", Nobody),
        Dropped(Chat, "messages[].content[].image_url.detail", "", [Responses], IsAuto),

        Required(Responses, "previous_response_id", "resolved by the gateway itself before a model is asked", Nobody),
        Required(Responses, "background", "when true; never taken", Nobody, IsFalse),
        Required(Responses, "conversation", "", Nobody),
        Required(Responses, "prompt", "a template kept at the provider", Nobody),
        Required(Responses, "top_logprobs", "above 0", [Chat], value => IsNumber(value, 0)),
        Required(Responses, "include[].logprobs", "message.output_text.logprobs", [Chat]),
        Required(Responses, "tools[].type", "other than function", Nobody),
        Required(Responses, "tool_choice.type", "other than function", Nobody),
        Required(Responses, "input[].type", "other than message, reasoning, function_call, function_call_output", Nobody),
        Required(Responses, "input[].content[].type", "other than input_text, output_text, refusal, input_image, input_file", Nobody),
        Required(Responses, "input[].output[].type", "other than input_text, input_image, input_file", Nobody),
        Required(Responses, "input[].content[].file_id", "", [Chat]),
        Required(Responses, "input[].content[].image_file_id", "the file_id of an input_image", Nobody),
        Required(Responses, "input[].content[].file_url", "", [Messages]),
        Required(Responses, "input[].output[].file_id", "", Nobody),
        Required(Responses, "input[].output[].image_url", "a picture in a tool's result", [Messages]),
        Required(Responses, "input[].output[].file_data", "a document in a tool's result", [Messages]),
        Required(Responses, "input[].output[].file_url", "", [Messages]),
        Dropped(Responses, "include[]", "other than logprobs and reasoning.encrypted_content", Nobody),
        Dropped(Responses, "input[].encrypted_content", "OpenAI's own; Anthropic's thoughts return to Anthropic", Nobody),
        Dropped(Responses, "store", "when true; the gateway keeps the answer itself", All, IsFalse),
        Dropped(Responses, "truncation", "auto", Nobody, value => IsText(value, "disabled")),
        Dropped(Responses, "max_tool_calls", "", Nobody),
        Dropped(Responses, "reasoning.summary", "Anthropic shows its thoughts anyway", [Messages]),
        Dropped(Responses, "metadata", "", [Chat], IsEmpty),
        Dropped(Responses, "service_tier", "", [Chat], IsAuto),
        Dropped(Responses, "prompt_cache_key", "", [Chat]),
        Dropped(Responses, "prompt_cache_retention", "", Nobody),
        Dropped(Responses, "text.verbosity", "", [Chat]),
        Dropped(Responses, "tools[].strict", "", [Chat], IsFalse),
        Dropped(Responses, "input[].content[].detail", "of a picture", [Chat], IsAuto),
        Dropped(Responses, "input[].content[].annotations", "", Nobody, IsEmpty),
        Dropped(Responses, "input[].content[].logprobs", "", Nobody, IsEmpty),

        Required(Messages, "stop_sequences", "", [Chat], IsEmpty),
        Required(Messages, "container", "", Nobody),
        Required(Messages, "mcp_servers", "", Nobody, IsEmpty),
        Required(Messages, "inference_geo", "where the data may go", Nobody),
        Required(Messages, "tools[].type", "other than custom", Nobody),
        Required(Messages, "tools[].defer_loading", "when true", Nobody, IsFalse),
        Required(Messages, "messages[].content[].type",
            "other than text, image, document, tool_use, tool_result, thinking, redacted_thinking", Nobody),
        Required(Messages, "messages[].content[].content[].type", "in a tool_result: other than text, image, document", Nobody),
        Required(Messages, "messages[].content[].content[].source", "a picture or document in a tool's result", [Responses]),
        Required(Messages, "messages[].content[].source.type", "file or content", Nobody),
        Required(Messages, "messages[].content[].content[].source.type", "file or content", Nobody),
        Required(Messages, "messages[].content[].source.document_url", "the url of a document", [Responses]),
        Required(Messages, "messages[].content[].citations", "of a document, when enabled", Nobody, value => !IsEnabled(value)),
        Dropped(Messages, "top_k", "", Nobody),
        Dropped(Messages, "cache_control", "", Nobody),
        Dropped(Messages, "system[].cache_control", "", Nobody),
        Dropped(Messages, "tools[].cache_control", "", Nobody),
        Dropped(Messages, "messages[].content[].cache_control", "", Nobody),
        Dropped(Messages, "messages[].content[].content[].cache_control", "", Nobody),
        Dropped(Messages, "messages[].content[].signature", "signed thoughts of earlier turns, with their words", Nobody),
        Dropped(Messages, "messages[].content[].data", "redacted thoughts of earlier turns", Nobody),
        Dropped(Messages, "messages[].content[].is_error", "when true; the text says it", Nobody, IsFalse),
        Dropped(Messages, "messages[].content[].title", "of a document: becomes its file's name", All),
        Dropped(Messages, "messages[].content[].context", "of a document", Nobody),
        Dropped(Messages, "thinking.budget_tokens", "becomes an effort, for models that think", All),
        Dropped(Messages, "service_tier", "", Nobody, IsAuto),
        Dropped(Messages, "speed", "", Nobody, value => IsText(value, "standard")),
        Dropped(Messages, "context_management", "", Nobody),
        Dropped(Messages, "tools[].input_examples", "", Nobody, IsEmpty),
        Dropped(Messages, "tools[].strict", "", [Chat, Responses], IsFalse),
    ];

    private static readonly Dictionary<(WireKind, string), LossRow> ByField = Rows.ToDictionary(row => (row.From, row.Field));

    public static LossRow? Find(WireKind from, string field) => ByField.GetValueOrDefault((from, field));

    /// <summary>What a request loses on its way to a provider of another protocol.</summary>
    /// <returns>The fields for which it must be refused, and those that are dropped.</returns>
    public static (IReadOnlyList<string> Refused, IReadOnlyList<string> Dropped) Between(ChatAsk ask, WireKind from, WireKind to)
    {
        if (from == to || ask.Extras.Count == 0)
            return ([], []);
        var lost = ask.Extras.Where(extra => !extra.SaidBy.Contains(to)).ToLookup(extra => extra.Required, extra => extra.Field);
        return ([.. lost[true]], [.. lost[false]]);
    }

    private static LossRow Required(WireKind from, string field, string note, WireKind[] saidBy, Func<JsonElement, bool>? isIdle = null) =>
        new(from, field, true, saidBy, note, isIdle);

    private static LossRow Dropped(WireKind from, string field, string note, WireKind[] saidBy, Func<JsonElement, bool>? isIdle = null) =>
        new(from, field, false, saidBy, note, isIdle);

    private static bool IsNumber(JsonElement value, int number) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var given) && given == number;

    private static bool IsFalse(JsonElement value) => value.ValueKind == JsonValueKind.False;

    private static bool IsText(JsonElement value, string text) => value.ValueKind == JsonValueKind.String && value.ValueEquals(text);

    private static bool IsAuto(JsonElement value) => IsText(value, "auto");

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        _ => false,
    };

    private static bool IsOnlyText(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => IsText(item, "text"));

    private static bool IsEnabled(JsonElement value) =>
        value.Member("enabled").ValueKind == JsonValueKind.True;
}
