namespace Tako.Workspace.Senses.Workers;

/// <summary>
/// The warm parsers of a process, one a language, each started when it is first needed. Limbs share them; whoever made them
/// ends them.
/// </summary>
public sealed class ParseWorkers(TimeProvider time) : IAsyncDisposable
{
    internal ParseWorker Python { get; } = new(WorkerProgram.Python, time);

    internal ParseWorker JavaScript { get; } = new(WorkerProgram.Node, time);

    public async ValueTask DisposeAsync()
    {
        await Python.DisposeAsync();
        await JavaScript.DisposeAsync();
    }
}
