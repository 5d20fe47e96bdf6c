namespace Tako.Eval.Failover;

/// <summary>Starts a gateway by a configuration; whoever composes the program knows how.</summary>
public delegate Task<RunningGateway> StartGateway(FailoverSetup setup, CancellationToken cancellationToken);
