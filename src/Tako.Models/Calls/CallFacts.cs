using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Core.Faults;
using Tako.Core.Schema;
using Tako.Models.Pricing;
using Tako.Models.Strategies;
using Tako.Models.Wire;

namespace Tako.Models.Calls;

/// <summary>What is known of a call. Only the head is read at once; the rest when somebody asks for it.</summary>
internal sealed class CallFacts(ModelCall call)
{
    private RequestHead _head;
    private Parsed<ChatAsk>? _ask;
    private long? _promptTokens;
    private (string? Language, bool Known) _language;
    private (JsonSchema? Schema, bool Known) _schema;

    public ModelCall Call => call;

    public ref readonly RequestHead Head => ref _head;

    /// <summary>Most tokens that the answer may have, as the caller says.</summary>
    public int? MaxOutput => call.Ask is { } ask ? ask.Options?.MaxOutputTokens : _head.MaxOutput;

    /// <summary>The caller is told the usage of a stream in it.</summary>
    public bool UsageInStream => call.Ask?.UsageInStream ?? _head.UsageInStream;

    /// <summary>The answer is more than plain text: JSON of some form, several at once, or with likelihoods.</summary>
    public bool IsBound => call.Ask is { } ask ? ask.Options?.ResponseFormat is ChatResponseFormatJson
        : _head.HasFormat || _head.Choices > 1 || WantsLikelihoods();

    /// <summary>What the request asks for, whatever its protocol.</summary>
    public Parsed<ChatAsk> Ask => _ask ??= call.Ask is { } typed ? new Parsed<ChatAsk>.Ok(typed) : ReadAsk();

    /// <summary>Tokens of the prompt, as counted here.</summary>
    public long PromptTokens => _promptTokens ??= call.Ask is { } ask
        ? PromptSize.Tokens(ask.Messages, ask.Options) : TokenEstimate.OfRequest(call.Body.Span);

    /// <summary>The language of what was asked last, as an ISO code, or null.</summary>
    public string? Language
    {
        get
        {
            if (!_language.Known)
                _language = (LanguageGuess.Of(LastWords()), true);
            return _language.Language;
        }
    }

    /// <summary>The schema that the answer must satisfy, or null.</summary>
    public JsonSchema? Schema
    {
        get
        {
            if (!_schema.Known)
                _schema = (ReadSchema(), true);
            return _schema.Schema;
        }
    }

    /// <summary>Reads the head of a request in bytes; the fault says what is wrong with it.</summary>
    public Fault? ReadHead() => call.Ask is null ? RequestHead.Read(call.Body.Span, call.Wire!.Value, out _head) : null;

    private Parsed<ChatAsk> ReadAsk()
    {
        using var document = JsonDocument.Parse(call.Body);
        return WireProtocol.Of(call.Wire!.Value).ReadAsk(document.RootElement);
    }

    private bool WantsLikelihoods()
    {
        using var document = JsonDocument.Parse(call.Body);
        var root = document.RootElement;
        return root.Member("logprobs").ValueKind == JsonValueKind.True || root.Whole("top_logprobs") > 0
            || root.List("include").Any(part => part.ValueKind == JsonValueKind.String
                && part.GetString()!.Contains("logprobs", StringComparison.Ordinal));
    }

    private string LastWords()
    {
        if (Ask is not Parsed<ChatAsk>.Ok { Value: { } ask })
            return "";
        var words = new StringBuilder();
        for (var index = ask.Messages.Count - 1; index >= 0 && words.Length == 0; index--)
        {
            if (ask.Messages[index].Role == ChatRole.User)
                words.Append(ask.Messages[index].Text);
        }

        return words.ToString();
    }

    private JsonSchema? ReadSchema() =>
        Ask is Parsed<ChatAsk>.Ok { Value.Options.ResponseFormat: ChatResponseFormatJson { Schema: { } schema } }
            && JsonSchema.Parse(schema) is Parsed<JsonSchema>.Ok { Value: { } read }
            ? read
            : null;
}
