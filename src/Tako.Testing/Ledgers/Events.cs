using System.Text;
using Tako.Core.Identity;
using Tako.Core.Ledger;

namespace Tako.Testing.Ledgers;

/// <summary>Short ways to write and read events in a conformance suite.</summary>
internal static class Events
{
    public static readonly StreamId Stream = new("task/t-1");

    public static NewEvent New(int number = 1, string type = "step.completed") => new()
    {
        Type = type,
        Actor = "arm/coder",
        Body = Encoding.UTF8.GetBytes($$"""{"number":{{number}}}"""),
    };

    public static async Task<List<LedgerEvent>> AllAsync(this ILedger ledger, Tenant tenant, StreamId stream,
        long fromSeq = 1)
    {
        var all = new List<LedgerEvent>();
        await foreach (var entry in ledger.ReadAsync(tenant, stream, fromSeq))
            all.Add(entry);
        return all;
    }

    public static async Task<List<StreamHead>> HeadsAsync(this ILedger ledger, Tenant tenant, string prefix)
    {
        var all = new List<StreamHead>();
        await foreach (var head in ledger.StreamsAsync(tenant, prefix))
            all.Add(head);
        return all;
    }
}
