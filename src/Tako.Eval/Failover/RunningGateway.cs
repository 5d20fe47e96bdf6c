namespace Tako.Eval.Failover;

/// <summary>A gateway that was started to be measured, and is stopped when it is disposed of.</summary>
public sealed class RunningGateway(Uri address, string? key, Func<ValueTask> stop) : IAsyncDisposable
{
    /// <summary>Where it listens; with or without <c>/v1</c>.</summary>
    public Uri Address { get; } = address;

    /// <summary>The key it asks for; null when it asks for none.</summary>
    public string? Key { get; } = key;

    public ValueTask DisposeAsync() => stop();
}
