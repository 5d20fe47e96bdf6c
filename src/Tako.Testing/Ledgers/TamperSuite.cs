using Tako.Core.Identity;
using Tako.Core.Ledger;
using Xunit;
using static Tako.Testing.Ledgers.Events;

namespace Tako.Testing.Ledgers;

/// <summary>What verification finds in every store whose tables can be changed from outside.</summary>
public abstract class TamperSuite<TStore> : StoreSuite<TStore> where TStore : class, ILedger, IBlobStore
{
    /// <summary>
    /// Changes the store's tables directly. <paramref name="seq"/> is the event that the change is about.
    /// </summary>
    protected abstract ValueTask TamperAsync(Tampering how, Tenant tenant, StreamId stream, long seq);

    [Theory]
    [InlineData(Tampering.ChangeBody, 300, 300, "was changed")]
    [InlineData(Tampering.ChangeBody, 1, 1, "was changed")]
    [InlineData(Tampering.ChangeActor, 17, 17, "was changed")]
    [InlineData(Tampering.ChangeTime, 500, 500, "was changed")]
    [InlineData(Tampering.DropEvent, 256, 256, "is missing")]
    [InlineData(Tampering.DropEvent, 1, 1, "is missing")]
    [InlineData(Tampering.DropEvent, 500, 500, "is missing")]
    [InlineData(Tampering.DropTail, 400, 400, "is missing")]
    [InlineData(Tampering.DropEvents, 0, 1, "is missing")]
    [InlineData(Tampering.DropHead, 0, 1, "not known to the stream's head")]
    [InlineData(Tampering.AddEvent, 501, 501, "was changed")]
    public async Task The_first_bad_event_is_named(Tampering how, long at, long named, string what)
    {
        var victim = new StreamId("task/victim");
        foreach (var stream in (StreamId[])[new("task/a"), victim, new("task/z")])
        {
            await Store.AppendAsync(Tenant.Local, stream, 0, 0, [.. Enumerable.Range(0, 250).Select(n => New(n))],
                Durability.Relaxed);
            await Store.AppendAsync(Tenant.Local, stream, 250, 0, [.. Enumerable.Range(250, 250).Select(n => New(n))],
                Durability.Durable);
        }

        Assert.True((await Store.VerifyAsync(Tenant.Local)).Intact);
        await TamperAsync(how, Tenant.Local, victim, at);

        var verification = await (await AnotherAsync()).VerifyAsync(Tenant.Local);
        var finding = Assert.Single(verification.Findings);
        Assert.Equal((victim, named), (finding.Stream, finding.Seq));
        Assert.Contains(what, finding.What);
        Assert.Equal(3, verification.Streams);
        Assert.Equal([finding], (await Store.VerifyAsync(Tenant.Local, victim)).Findings);
        Assert.True((await Store.VerifyAsync(Tenant.Local, new StreamId("task/a"))).Intact);
    }
}
