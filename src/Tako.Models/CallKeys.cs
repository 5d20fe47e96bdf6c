namespace Tako.Models;

/// <summary>Keys in the additional properties of <c>ChatOptions</c> and <c>ChatResponse</c> that Tako's clients read
/// and write.</summary>
public static class CallKeys
{
    /// <summary>On options: name of the step that calls, such as <c>fix/coder</c>. Cassettes are keyed by it.</summary>
    public const string Step = "tako.step";

    /// <summary>On options: which call of the step it is, an <c>int</c> from 0. Without it a client counts for
    /// itself.</summary>
    public const string Ordinal = "tako.ordinal";

    /// <summary>On responses: <c>recorded</c> or <c>scripted</c> when no live model answered.</summary>
    public const string Label = "tako.label";

    /// <summary>On responses: how many attempts the answer took, an <c>int</c> from 1.</summary>
    public const string Attempts = "tako.attempts";

    /// <summary>On responses: <c>estimated</c> when the usage was not reported by a model.</summary>
    public const string UsageSource = "tako.usage";

    /// <summary>In <c>UsageDetails.AdditionalCounts</c>: the part of the input that the provider wrote to its
    /// cache.</summary>
    public const string CacheWriteTokens = "CacheWriteTokens";
}
