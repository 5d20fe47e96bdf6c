using Tako.Core.Ledger;
using Tako.Testing.Ledgers;

namespace Tako.Core.Tests.Ledger;

public sealed class MemoryLedgerTests : LedgerSuite<MemoryLedger>
{
    private MemoryLedger? _store;

    protected override ValueTask<MemoryLedger> OpenAsync(LedgerClock clock, Upcasters upcasters) =>
        new(upcasters == Upcasters.None ? _store ??= new MemoryLedger(clock) : new MemoryLedger(clock, upcasters));
}
