using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Core.Schema;
using Tako.Models.Calls;

namespace Tako.Models.Structured;

/// <summary>Binds a model's output to a JSON schema: asks, checks, and has what does not fit mended, within a
/// bound.</summary>
public static class StructuredOutput
{
    private const int MaxErrorsShown = 20;
    private static readonly JsonDocumentOptions Bounded = new() { MaxDepth = 64 };

    /// <summary>Asks until an answer satisfies the schema or the repairs are used up. A failed call throws as it does
    /// for the client.</summary>
    public static async Task<StructuredOutcome> AskAsync(IChatClient client, IList<ChatMessage> messages,
        StructuredRequest request,
        CancellationToken cancellationToken = default)
    {
        var options = request.Options?.Clone() ?? new ChatOptions();
        options.ResponseFormat = ChatResponseFormat.ForJsonSchema(request.Schema.Document, request.Name);
        var ordinal = options.Ordinal();
        List<ChatMessage> conversation = [.. messages];
        List<UsageDetails?> usages = [];
        List<IReadOnlyList<string>> errors = [];
        for (var repair = 0; repair <= request.MaxRepairs; repair++)
        {
            // A repair is a call of its own: where the caller counts calls, it takes the next number.
            if (ordinal is { } first)
                options.AdditionalProperties =
                    new(options.AdditionalProperties!) { [CallKeys.Ordinal] = first + repair };
            var response = await client.GetResponseAsync(conversation, options, cancellationToken);
            usages.Add(response.Usage);
            var (value, wrong) = Check(request.Schema, response);
            if (value is { } fits)
                return new StructuredOutcome.Answered(fits, response) { Usages = usages };
            errors.Add(wrong);
            conversation = [.. messages, new ChatMessage(ChatRole.Assistant, Shown(response.Text)),
                new ChatMessage(ChatRole.User, Complaint(wrong))];
        }

        return new StructuredOutcome.Unusable(errors) { Usages = usages };
    }

    private static (JsonElement? Value, IReadOnlyList<string> Errors) Check(JsonSchema schema, ChatResponse response)
    {
        var text = response.Text;
        if (string.IsNullOrWhiteSpace(text))
            return (null, ["the answer is empty"]);
        var mended = JsonRepair.Mend(text, schema);
        if (mended.Json is not { } json || Parse(json) is not { } value)
        {
            return (null, response.FinishReason == ChatFinishReason.Length
                ? ["the answer was cut off at the output limit before its JSON was complete; answer shorter"]
                : ["the answer holds no JSON"]);
        }

        var errors = mended.Errors;
        return errors.Count == 0 ? (value, [])
            : (null, [.. errors.Take(MaxErrorsShown).Select(error => error.ToString())]);
    }

    private static JsonElement? Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Bounded);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Some servers refuse an empty turn.
    private static string Shown(string text) => string.IsNullOrWhiteSpace(text) ? "(empty)" : text;

    private static string Complaint(IReadOnlyList<string> errors) =>
        "Your answer cannot be used:\n" + string.Join('\n', errors.Select(error => $"- {error}"))
        + "\nAnswer again with the whole corrected JSON value and nothing else.";
}
