using Microsoft.Extensions.AI;
using Tako.Core.Schema;

namespace Tako.Models.Structured;

/// <summary>An answer that must be JSON of a given shape.</summary>
public sealed record StructuredRequest
{
    public required JsonSchema Schema { get; init; }

    /// <summary>A short name of the shape, letters and underscores; some providers demand one.</summary>
    public string Name { get; init; } = "answer";

    /// <summary>How often the model may mend an answer that does not fit.</summary>
    public int MaxRepairs { get; init; } = 2;

    public ChatOptions? Options { get; init; }
}
