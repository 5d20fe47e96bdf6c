namespace Tako.Eval.Failover.Protocols;

/// <summary>What an answer's frames carry beside its words.</summary>
internal sealed record AnswerFacts(long Number, string Model, long Created, bool UsageAsked);
