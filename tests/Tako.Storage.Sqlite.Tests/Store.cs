using Tako.Core.Ledger;
using Tako.Storage.Sqlite.Engine;

namespace Tako.Storage.Sqlite.Tests;

/// <summary>A ledger's folder of one test.</summary>
internal sealed class Store : IDisposable
{
    public Store() => Folder = Directory.CreateTempSubdirectory("tako-ledger-").FullName;

    public string Folder { get; }

    public string LedgerPath => Path.Combine(Folder, "ledger.db");

    public async Task<SqliteLedger> OpenAsync(TimeProvider? time = null, Upcasters? upcasters = null,
        long? maxBytes = null)
    {
        var outcome = await SqliteLedger.OpenAsync(
            new SqliteLedgerOptions { Folder = Folder, Upcasters = upcasters ?? Upcasters.None, MaxBytes = maxBytes },
            time ?? TimeProvider.System);
        return outcome.ShouldBeOfType<SqliteOpenOutcome.Opened>().Ledger;
    }

    /// <summary>Runs a statement behind the ledger's back.</summary>
    public void Execute(string sql)
    {
        using var connection = new Connection(LedgerPath, TimeSpan.FromSeconds(10));
        connection.Execute(sql);
    }

    public string? Ask(string sql)
    {
        using var connection = new Connection(LedgerPath, TimeSpan.FromSeconds(10));
        return connection.Ask(sql);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
