using Tako.Core.Ledger;
using Tako.Testing.Ledgers;

namespace Tako.Core.Tests.Ledger;

public sealed class MemoryLeaseTests : LeaseSuite<MemoryLedger>
{
    private MemoryLedger? _store;

    protected override ValueTask<MemoryLedger> OpenAsync(LedgerClock clock, Upcasters upcasters) =>
        new(_store ??= new MemoryLedger(clock));
}
