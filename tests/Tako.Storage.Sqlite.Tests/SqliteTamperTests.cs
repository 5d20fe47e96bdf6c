using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Testing.Ledgers;

namespace Tako.Storage.Sqlite.Tests;

public sealed class SqliteTamperTests : TamperSuite<SqliteLedger>
{
    private readonly Store _files = new();

    protected override async ValueTask<SqliteLedger> OpenAsync(LedgerClock clock, Upcasters upcasters) =>
        await _files.OpenAsync(clock, upcasters);

    protected override ValueTask TamperAsync(Tampering how, Tenant tenant, StreamId stream, long seq)
    {
        var events = $"tenant='{tenant}' AND stream='{stream}'";
        _files.Execute(how switch
        {
            Tampering.ChangeBody => $"UPDATE events SET body=CAST('{{}}' AS BLOB) WHERE {events} AND seq={seq}",
            Tampering.ChangeActor => $"UPDATE events SET actor='user' WHERE {events} AND seq={seq}",
            Tampering.ChangeTime => $"UPDATE events SET time=time+1 WHERE {events} AND seq={seq}",
            Tampering.DropEvent => $"DELETE FROM events WHERE {events} AND seq={seq}",
            Tampering.DropTail => $"DELETE FROM events WHERE {events} AND seq>={seq}",
            Tampering.DropEvents => $"DELETE FROM events WHERE {events}",
            Tampering.DropHead => $"DELETE FROM streams WHERE {events}",
            Tampering.AddEvent => "INSERT INTO events SELECT tenant, stream, seq+1, epoch, time, actor, cause, " +
                "type, version, body, blobs, hash " +
                $"FROM events WHERE {events} ORDER BY seq DESC LIMIT 1",
            _ => throw new ArgumentOutOfRangeException(nameof(how)),
        });
        return default;
    }

    protected override ValueTask CleanAsync()
    {
        _files.Dispose();
        return default;
    }
}
