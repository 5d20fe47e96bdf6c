using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Tako.Models.Wire;

/// <summary>What a request says that chat options have no property for, and that more than one protocol can say; it travels in their
/// additional properties.</summary>
internal sealed record AskDetails
{
    private const string Key = "tako.wire";

    public static readonly AskDetails None = new();

    /// <summary>The protocol it was said in; null for a call from inside.</summary>
    public WireKind? From { get; init; }

    /// <summary>How hard to think, in OpenAI's words.</summary>
    public string? Effort { get; init; }

    /// <summary>The effort was guessed from something else, such as a budget of tokens: only models that think are told of it.</summary>
    public bool EffortIsGuess { get; init; }

    /// <summary>Most tokens to think.</summary>
    public int? ThinkingBudget { get; init; }

    /// <summary>How the thoughts are to be summed up: <c>auto</c>, <c>concise</c>, <c>detailed</c>.</summary>
    public string? Summary { get; init; }

    /// <summary>The client wants sealed thoughts, to give them back.</summary>
    public bool WantsSeals { get; init; }

    public bool LogProbs { get; init; }

    public int? TopLogProbs { get; init; }

    public string? User { get; init; }

    public string? SafetyId { get; init; }

    public string? CacheKey { get; init; }

    public string? Verbosity { get; init; }

    public string? ServiceTier { get; init; }

    public JsonElement? Metadata { get; init; }

    /// <summary>Whether the answer's schema holds to the letter.</summary>
    public bool? StrictFormat { get; init; }

    /// <summary>Top-level members that only their own protocol knows; written again where a request stays in it.</summary>
    public IReadOnlyList<(string Name, JsonElement Value)> Own { get; init; } = [];

    public static AskDetails Of(ChatOptions? options) =>
        options?.AdditionalProperties?.TryGetValue(Key, out AskDetails? wire) == true && wire is not null ? wire : None;

    public void Put(ChatOptions options) => (options.AdditionalProperties ??= [])[Key] = this;

    /// <summary>Writes the members that only this protocol knows, if the request began in it.</summary>
    public void WriteOwn(Utf8JsonWriter json, WireKind kind)
    {
        if (From != kind)
            return;
        foreach (var (name, value) in Own)
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }
    }
}
