using Tako.Core.Budgets;
using Tako.Models.Failures;

namespace Tako.Models.Calls;

/// <summary>A call about to be made: all that is needed to reserve its budget and to journal it.</summary>
public sealed record CallIntent
{
    /// <summary>The configured name of the model.</summary>
    public required string Model { get; init; }

    public string? Step { get; init; }

    public int? Ordinal { get; init; }

    /// <summary>UTF-8 bytes of everything sent, which no tokenizer turns into more tokens.</summary>
    public required long PromptBytes { get; init; }

    /// <summary>Most tokens the answer may have; null when neither the caller nor the catalog limits it.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>Most dollars the call may cost; null where a price or the output's limit is unknown.</summary>
    public decimal? MostUsd { get; init; }

    public bool Streamed { get; init; }
}

/// <summary>How a call ended; it is told exactly once for each intent that was not refused.</summary>
public sealed record CallResult
{
    /// <summary>Real usage at the model's prices; what the provider did not report is null.</summary>
    public required Usage Usage { get; init; }

    /// <summary>Null when an answer came whole.</summary>
    public CallFailure? Failure { get; init; }

    /// <summary>The caller gave up, or left the stream, before the answer was whole.</summary>
    public bool Abandoned { get; init; }

    /// <summary>Which model answered, as it calls itself.</summary>
    public string? AnsweredBy { get; init; }

    public int Attempts { get; init; }

    public required TimeSpan Elapsed { get; init; }
}

/// <summary>Told of every model call before and after. Whoever reserves budget throws from <see cref="StartAsync"/> to
/// refuse.</summary>
public interface ICallObserver
{
    ValueTask StartAsync(CallIntent intent, CancellationToken cancellationToken);

    ValueTask EndAsync(CallIntent intent, CallResult result, CancellationToken cancellationToken);
}
