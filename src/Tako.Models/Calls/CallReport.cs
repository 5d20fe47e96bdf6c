using Tako.Models.Failures;
using Tako.Models.Pricing;

namespace Tako.Models.Calls;

/// <summary>What became of a call: what it used, what it cost, and how it ended.</summary>
public sealed record CallReport
{
    /// <summary>As the provider reported it; null when it did not. Several models that were paid for one answer are
    /// added up.</summary>
    public ReportedUsage? Usage { get; init; }

    /// <summary>Counted here because no provider reported it.</summary>
    public bool Estimated { get; init; }

    /// <summary>US dollars; null is unknown, which is not zero.</summary>
    public decimal? Usd { get; init; }

    /// <summary>Null when the answer came whole.</summary>
    public CallFailure? Failure { get; init; }

    /// <summary>The caller left before the answer was whole.</summary>
    public bool Abandoned { get; init; }

    /// <summary>Which model answered, as it calls itself.</summary>
    public string? AnsweredBy { get; init; }

    /// <summary>Why the answer ended, in OpenTelemetry's words: <c>stop</c>, <c>length</c>, <c>tool_calls</c>,
    /// <c>content_filter</c>; null when that is not known.</summary>
    public string? Finish { get; init; }

    /// <summary>Another model went on after the first broke off.</summary>
    public bool Continued { get; init; }

    public required TimeSpan Elapsed { get; init; }

    /// <summary>Until the first content; null when there was none.</summary>
    public TimeSpan? FirstContent { get; init; }

    /// <summary>Of <see cref="Elapsed"/>, what was spent waiting for providers: the rest is Tako's own.</summary>
    public TimeSpan Waited { get; init; }
}
