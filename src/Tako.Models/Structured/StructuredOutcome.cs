using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Tako.Models.Structured;

/// <summary>What became of a request for structured output.</summary>
public abstract record StructuredOutcome
{
    private StructuredOutcome() { }

    /// <summary>Answers asked for, from 1.</summary>
    public int Attempts => Usages.Count;

    /// <summary>What each answer used, as reported; null is unknown.</summary>
    public required IReadOnlyList<UsageDetails?> Usages { get; init; }

    /// <summary>A value that satisfies the schema.</summary>
    /// <param name="Value">The value.</param>
    /// <param name="Response">The response that held it, for its model, label and raw text.</param>
    public sealed record Answered(JsonElement Value, ChatResponse Response) : StructuredOutcome;

    /// <summary>No answer fitted within the bound.</summary>
    /// <param name="Errors">For each answer, everything that was wrong with it.</param>
    public sealed record Unusable(IReadOnlyList<IReadOnlyList<string>> Errors) : StructuredOutcome;
}
