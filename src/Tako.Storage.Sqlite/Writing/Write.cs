namespace Tako.Storage.Sqlite.Writing;

/// <summary>One change that waits for its turn in a transaction, possibly together with others.</summary>
internal abstract class Write
{
    public required Core.Ledger.Durability Durability { get; init; }

    /// <summary>
    /// Makes the change inside the transaction; called again when the transaction has to be repeated.
    /// </summary>
    public abstract void Run();

    /// <summary>The transaction is committed as durably as asked.</summary>
    public abstract void Answer();

    /// <summary>Nothing was written.</summary>
    public abstract void Fail(string reason);

    /// <summary>A mistake in code: the caller gets the exception.</summary>
    public abstract void Throw(Exception mistake);
}

/// <param name="work">Makes the change and returns what to answer.</param>
/// <param name="failed">What to answer when the store could not write.</param>
internal sealed class Write<T>(Func<T> work, Func<string, T> failed) : Write
{
    // Continuations never run on the writer's turn: they would hold up every other append.
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Answered => _answer.Task;

    public override void Run() => _result = work();

    public override void Answer() => _answer.SetResult(_result);

    public override void Fail(string reason) => _answer.SetResult(failed(reason));

    public override void Throw(Exception mistake) => _answer.SetException(mistake);
}
