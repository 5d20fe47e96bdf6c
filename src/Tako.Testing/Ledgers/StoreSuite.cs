using Tako.Core.Ledger;
using Xunit;

namespace Tako.Testing.Ledgers;

/// <summary>
/// What every conformance suite of a store starts from. A store's tests inherit a suite, say how the store is opened
/// and clean up after it; xunit finds the inherited tests.
/// </summary>
/// <typeparam name="TStore">The store under test: a ledger that keeps blobs too.</typeparam>
public abstract class StoreSuite<TStore> : IAsyncLifetime where TStore : class, ILedger, IBlobStore
{
    private readonly List<TStore> _opened = [];

    /// <summary>The clock of every store that a test opens.</summary>
    protected LedgerClock Clock { get; } = new();

    /// <summary>The store, opened once for the test.</summary>
    protected TStore Store { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Store = await AnotherAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _opened)
            await store.DisposeAsync();
        await CleanAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Opens the same store once more, as another process would; a store that lives in memory returns the one there is.
    /// </summary>
    protected abstract ValueTask<TStore> OpenAsync(LedgerClock clock, Upcasters upcasters);

    /// <summary>Removes what the test left behind.</summary>
    protected virtual ValueTask CleanAsync() => default;

    /// <summary>A second handle on the store of this test, closed when it ends.</summary>
    protected async Task<TStore> AnotherAsync(Upcasters? upcasters = null)
    {
        var store = await OpenAsync(Clock, upcasters ?? Upcasters.None);
        if (!_opened.Contains(store))
            _opened.Add(store);
        return store;
    }
}
