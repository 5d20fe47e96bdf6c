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

    /// <summary>On responses: what the call cost in US dollars, a <c>decimal</c>, where several models of a chain may have been
    /// paid for it.</summary>
    public const string Usd = "tako.usd";

    /// <summary>On responses: <c>estimated</c> when the usage was not reported by a model.</summary>
    public const string UsageSource = "tako.usage";

    /// <summary>In <c>UsageDetails.AdditionalCounts</c>: the part of the input that the provider wrote to its
    /// cache.</summary>
    public const string CacheWriteTokens = "CacheWriteTokens";

    /// <summary>There too: the part of that which the cache keeps for an hour.</summary>
    public const string CacheWriteHourTokens = "CacheWriteHourTokens";

    /// <summary>There too: sound in the input.</summary>
    public const string InputAudioTokens = "InputAudioTokens";

    /// <summary>There too: sound in the output.</summary>
    public const string OutputAudioTokens = "OutputAudioTokens";

    /// <summary>There too: pictures in the input.</summary>
    public const string InputImageTokens = "InputImageTokens";

    /// <summary>There too: pictures in the output.</summary>
    public const string OutputImageTokens = "OutputImageTokens";

    /// <summary>There too: the part of the sound in the input that was cached.</summary>
    public const string CachedAudioTokens = "CachedAudioTokens";

    /// <summary>There too: the part of the pictures in the input that was cached.</summary>
    public const string CachedImageTokens = "CachedImageTokens";

    /// <summary>There too: how often the provider searched the web for the answer.</summary>
    public const string WebSearches = "WebSearches";
}
