using System.Text;
using System.Text.Json;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Core.Redaction;
using Tako.Testing.Ledgers;

namespace Tako.Core.Tests.Redaction;

public sealed class RedactingLedgerTests
{
    private const string Canary = "canary-0123456789";
    private readonly LedgerClock _clock = new();
    private readonly MemoryLedger _inner;
    private readonly RedactingLedger _ledger;

    public RedactingLedgerTests()
    {
        _inner = new MemoryLedger(_clock);
        _ledger = new RedactingLedger(_inner,
            new Redactor([new Secret("A_VERY_LONG_NAME_OF_A_SECRET_API_KEY", Canary)]));
    }

    [Fact]
    public async Task No_part_of_an_event_lets_a_secret_through()
    {
        var stream = new StreamId($"task/{Canary}");
        var entry = new NewEvent
        {
            Type = $"type.{Canary}",
            Actor = $"arm/{Canary}",
            Body = JsonSerializer.SerializeToUtf8Bytes(new { text = Canary,
                nested = JsonSerializer.Serialize(new { key = Canary }) }),
            Blobs = [new BlobRef(Canary)],
        };
        var taken = (await _ledger.TakeAsync(Tenant.Local, stream, $"host/{Canary}", TimeSpan.FromMinutes(1), [entry]))
            .ShouldBeOfType<LeaseOutcome.Taken>();
        (await _ledger.AppendAsync(Tenant.Local, stream, 1, 1, [entry],
            Durability.Durable)).ShouldBe(new AppendOutcome.Appended(2));
        (await _ledger.RenewAsync(Tenant.Local, taken.Lease with { Stream = stream, Owner = $"host/{Canary}" },
            TimeSpan.FromMinutes(1)))
            .ShouldBeOfType<LeaseOutcome.Taken>();

        var everything = new StringBuilder(taken.ToString());
        await foreach (var head in _inner.StreamsAsync(Tenant.Local, ""))
        {
            everything.Append(head);
            await foreach (var stored in _inner.ReadAsync(Tenant.Local, head.Stream))
                everything.Append(stored).AppendJoin(',',
                    stored.Blobs).Append(Encoding.UTF8.GetString(stored.Body.Span));
        }

        everything.ToString().ShouldNotContain("canary");
        (await _ledger.HeadsAsync(stream.Value)).ShouldHaveSingleItem().Seq.ShouldBe(2);
        (await _ledger.VerifyAsync(Tenant.Local, stream)).Events.ShouldBe(2);
        await _ledger.ReleaseAsync(Tenant.Local, taken.Lease);
        (await _inner.TakeAsync(Tenant.Local, taken.Lease.Stream, "b", TimeSpan.FromMinutes(1),
            [])).ShouldBeOfType<LeaseOutcome.Taken>();
    }

    [Fact]
    public async Task A_full_event_stays_within_its_limit()
    {
        var filler = string.Concat(Enumerable.Repeat(Canary + " ", 455));
        var body = JsonSerializer.SerializeToUtf8Bytes(new[] { filler[..(LedgerLimits.EventBytes - 4)] });
        body.Length.ShouldBe(LedgerLimits.EventBytes);
        var entry = new NewEvent { Type = "t", Actor = "a", Body = body };
        (await _ledger.AppendAsync(Tenant.Local, new StreamId("s"), 0, 0, [entry],
            Durability.Durable)).ShouldBeOfType<AppendOutcome.Appended>();
        await foreach (var stored in _ledger.ReadAsync(Tenant.Local, new StreamId("s")))
            Encoding.UTF8.GetString(stored.Body.Span).ShouldNotContain(Canary);
    }
}

file static class Reading
{
    public static async Task<List<StreamHead>> HeadsAsync(this ILedger ledger, string prefix)
    {
        var heads = new List<StreamHead>();
        await foreach (var head in ledger.StreamsAsync(Tenant.Local, prefix))
            heads.Add(head);
        return heads;
    }
}
