using System.Text.Json.Serialization;

namespace Tako.Arms.Judging.Facts;

/// <summary>What sources make of a claim.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FactVerdict>))]
public enum FactVerdict
{
    /// <summary>Too few independent sources say it, or none says it clearly.</summary>
    [JsonStringEnumMemberName("insufficient")] Insufficient,

    /// <summary>Enough independent sources say it and none says otherwise.</summary>
    [JsonStringEnumMemberName("supported")] Supported,

    /// <summary>A source speaks of the same thing and says otherwise.</summary>
    [JsonStringEnumMemberName("contradicted")] Contradicted,
}

/// <summary>One statement of a claim, and what the sources make of it.</summary>
/// <param name="Quotes">Exact words of sources, white space folded, that hold it or say otherwise.</param>
/// <param name="Reasons">Sentences that a person can follow.</param>
public sealed record FactPart(string Text, FactVerdict Verdict, IReadOnlyList<FactQuote> Quotes, IReadOnlyList<string> Reasons);

/// <summary>A claim's verdict: contradicted when one of its parts is, supported when all are.</summary>
public sealed record FactFinding(string Claim, FactVerdict Verdict, IReadOnlyList<FactPart> Parts);
