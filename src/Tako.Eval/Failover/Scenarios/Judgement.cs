namespace Tako.Eval.Failover.Scenarios;

/// <summary>A verdict and its reason in words.</summary>
internal sealed record Judgement(Verdict Verdict, string Why);
