using System.Text.Json;
using Tako.Core.Schema;
using Tako.Models.Config;
using Tako.Models.Failures;

namespace Tako.Models.Strategies;

/// <summary>Says what is wrong with a whole answer, by the checks of a chain.</summary>
internal static class AnswerCheck
{
    private const int MostErrors = 3;

    /// <summary>The first fault found, or null.</summary>
    /// <param name="text">The answer's text.</param>
    /// <param name="callsTools">An answer that calls tools needs no text.</param>
    /// <param name="schema">What the request demands; null when it demands nothing.</param>
    public static (CallFailureKind Kind, string Why)? Of(CheckConfig check, string text, bool callsTools, JsonSchema? schema)
    {
        if (callsTools)
            return null;
        if (check.Schema && schema is not null && Unfit(text, schema) is { } wrong)
            return (CallFailureKind.SchemaViolation, wrong);
        if (text.Length < check.MinLength)
            return (CallFailureKind.LowQuality, $"it has {text.Length} letters, fewer than {check.MinLength}");
        return check.Refusals && RefusalPhrases.Begin(text)
            ? (CallFailureKind.LowQuality, "it refuses to help")
            : null;
    }

    private static string? Unfit(string text, JsonSchema schema)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 64 });
            var errors = schema.Check(document.RootElement);
            // The places of the schema are the caller's own; what the answer holds there is not repeated.
            return errors.Count == 0 ? null
                : $"it does not satisfy the schema at {Places(errors)}";
        }
        catch (JsonException)
        {
            return "it is not JSON";
        }
    }

    private static string Places(IReadOnlyList<SchemaError> errors) =>
        string.Join(", ", errors.Take(MostErrors).Select(error => error.Path is { Length: > 0 } path ? path : "/"));
}
