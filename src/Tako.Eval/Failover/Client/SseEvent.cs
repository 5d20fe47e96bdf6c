namespace Tako.Eval.Failover.Client;

/// <summary>One event of a stream, or a comment, which has no data.</summary>
internal readonly record struct SseEvent(string Name, string? Data, string? Comment = null);
