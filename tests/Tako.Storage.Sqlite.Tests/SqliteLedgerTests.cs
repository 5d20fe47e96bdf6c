using Tako.Core.Ledger;
using Tako.Testing.Ledgers;

namespace Tako.Storage.Sqlite.Tests;

public sealed class SqliteLedgerTests : LedgerSuite<SqliteLedger>
{
    private readonly Store _files = new();

    protected override async ValueTask<SqliteLedger> OpenAsync(LedgerClock clock, Upcasters upcasters) =>
        await _files.OpenAsync(clock, upcasters);

    protected override ValueTask CleanAsync()
    {
        _files.Dispose();
        return default;
    }
}
