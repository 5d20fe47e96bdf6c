using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tako.Core.Identity;
using Tako.Core.Ledger;

namespace Tako.Core.Tests.Ledger;

public sealed class HashChainTests
{
    private static readonly DateTimeOffset _time = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_chain_of_known_events_never_changes()
    {
        var entries = new[]
        {
            Entry("{}"),
            Entry("""{"text":"八本足 🐙"}""") with { Type = "model.called", Version = 2, Actor = "gate", Cause = 1 },
            Entry("""{"n":1}""") with { Blobs = [new BlobRef("aa"), new BlobRef("bb")] },
        };
        var lines = new List<string>();
        var hash = HashChain.Genesis;
        foreach (var entry in entries)
        {
            hash = HashChain.Next(hash, Tenant.Local, new StreamId("task/t-1"), lines.Count + 1, 7, _time, entry);
            lines.Add(hash);
        }

        Golden.ShouldMatch("chain.txt", string.Join('\n', lines) + "\n");
    }

    [Fact]
    public void Any_change_of_a_field_changes_the_hash()
    {
        var law = Prop.ForAll<NonNull<string>, NonNull<string>, byte[]>((actor, type, body) =>
        {
            long cause = body.Length;
            var entry = new NewEvent { Actor = actor.Get, Type = type.Get, Cause = cause, Body = body };
            string[] hashes =
            [
                Hash(entry), Hash(entry with { Actor = actor.Get + "x" }), Hash(entry with { Type = type.Get + "x" }),
                // A field's end belongs to the field: moving a character over it is a change.
                Hash(entry with { Actor = actor.Get + "y", Type = "y" + type.Get }),
                Hash(entry with { Cause = null }), Hash(entry with { Cause = cause + 1 }),
                    Hash(entry with { Version = 2 }),
                Hash(entry with { Body = (byte[])[.. body, 0] }), Hash(entry with { Blobs = [new BlobRef("")] }),
                Hash(entry, seq: 2), Hash(entry, epoch: 1), Hash(entry, tenant: "locali"), Hash(entry, stream: "s2"),
                Hash(entry, ticks: 1), Hash(entry, previous: new string('1', 64)),
            ];
            return hashes.Distinct().Count() == hashes.Length;
        });
        law.QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_previous_hash_that_is_none_is_a_mistake() =>
        Should.Throw<ArgumentException>(() => Hash(Entry("{}"), previous: "abc"));

    private static NewEvent Entry(string body) =>
        new() { Type = "step.completed", Actor = "brain", Body = Encoding.UTF8.GetBytes(body) };

    private static string Hash(NewEvent entry, string? previous = null, string tenant = "local", string stream = "s1",
        long seq = 1,
        long epoch = 0, long ticks = 0) =>
        HashChain.Next(previous ?? HashChain.Genesis, new Tenant(tenant), new StreamId(stream), seq, epoch,
            _time.AddTicks(ticks), entry);
}
