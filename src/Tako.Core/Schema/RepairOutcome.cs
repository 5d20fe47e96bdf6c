namespace Tako.Core.Schema;

/// <summary>JSON that was made of a text, or null, and how sure it is that this was meant.</summary>
public sealed record RepairOutcome(string? Json, RepairConfidence Confidence)
{
    /// <summary>Every way in which the JSON does not fit the schema it was mended for; empty when it fits or there was none.</summary>
    public IReadOnlyList<SchemaError> Errors { get; init; } = [];
}

/// <summary>How sure a repair is.</summary>
public enum RepairConfidence
{
    /// <summary>It was JSON as it stood.</summary>
    Exact,

    /// <summary>Something around or between values was put right; no value could have been meant otherwise.</summary>
    Repaired,

    /// <summary>Something was missing or ambiguous: an end, a quote, a bracket, a value.</summary>
    Guessed,
}
