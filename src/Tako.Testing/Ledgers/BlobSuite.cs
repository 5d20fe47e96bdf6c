using System.Text;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Xunit;

namespace Tako.Testing.Ledgers;

/// <summary>
/// What every blob store keeps to: exact bodies, references that tell nothing, tenants apart, and erasure for ever.
/// </summary>
public abstract class BlobSuite<TStore> : StoreSuite<TStore> where TStore : class, ILedger, IBlobStore
{
    private static readonly Tenant _other = new("other");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(70_000)]
    [InlineData(3_000_000)]
    public async Task A_body_comes_back_byte_for_byte(int length)
    {
        var text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("the same words again and again. ",
            length / 32 + 1)))[..length];
        var noise = new byte[length];
        new Random(length).NextBytes(noise);

        foreach (var content in (byte[][])[text, noise])
        {
            var blob = await Store.PutAsync(Tenant.Local, content);
            Assert.True((await Store.GetAsync(Tenant.Local, blob))!.Value.Span.SequenceEqual(content));
        }
    }

    [Fact]
    public async Task The_same_content_has_the_same_reference_and_another_tenant_another_one()
    {
        var content = "yes"u8.ToArray();
        var blob = await Store.PutAsync(Tenant.Local, content);

        Assert.Equal(blob, await (await AnotherAsync()).PutAsync(Tenant.Local, content));
        Assert.Equal(blob, await Store.PutAsync(Tenant.Local, content, "ada"));
        var theirs = await Store.PutAsync(_other, content);
        Assert.NotEqual(blob, theirs);
        Assert.Null(await Store.GetAsync(_other, blob));
        Assert.Null(await Store.GetAsync(Tenant.Local, new BlobRef(new string('0', 64))));
    }

    [Fact]
    public async Task Erasing_a_person_takes_what_is_about_them_and_nothing_else()
    {
        var about = await Store.PutAsync(Tenant.Local, "ada's letter"u8.ToArray(), "ada");
        var shared = await Store.PutAsync(Tenant.Local, "a form"u8.ToArray(), "ada");
        await Store.PutAsync(Tenant.Local, "a form"u8.ToArray(), "grace");
        var free = await Store.PutAsync(Tenant.Local, "weather"u8.ToArray());
        var theirs = await Store.PutAsync(_other, "ada's letter"u8.ToArray(), "ada");

        Assert.Equal(1, await Store.EraseAsync(Tenant.Local, "ada"));

        Assert.Null(await Store.GetAsync(Tenant.Local, about));
        Assert.Null(await (await AnotherAsync()).GetAsync(Tenant.Local, about));
        Assert.NotNull(await Store.GetAsync(Tenant.Local, shared));
        Assert.NotNull(await Store.GetAsync(Tenant.Local, free));
        Assert.NotNull(await Store.GetAsync(_other, theirs));
        Assert.Equal(0, await Store.EraseAsync(Tenant.Local, "ada"));
        Assert.Equal(0, await Store.EraseAsync(Tenant.Local, "nobody"));
    }

    [Fact]
    public async Task Erasing_a_tenant_takes_everything_and_leaves_the_events()
    {
        var blobs = new List<BlobRef>();
        for (var number = 0; number < 20; number++)
        {
            var subject = number % 2 == 0 ? "ada" : null;
            blobs.Add(await Store.PutAsync(Tenant.Local, BitConverter.GetBytes(number), subject));
        }

        await Store.AppendAsync(Tenant.Local, Events.Stream, 0, 0, [Events.New() with { Blobs = blobs }],
            Durability.Durable);
        var theirs = await Store.PutAsync(_other, "kept"u8.ToArray());
        var open = await AnotherAsync();

        Assert.Equal(20, await Store.EraseAsync(Tenant.Local));

        foreach (var blob in blobs)
            Assert.Null(await open.GetAsync(Tenant.Local, blob));
        Assert.NotNull(await Store.GetAsync(_other, theirs));
        Assert.Equal(blobs, (await Store.AllAsync(Tenant.Local, Events.Stream)).Single().Blobs);
        Assert.True((await Store.VerifyAsync(Tenant.Local)).Intact);
    }

    [Fact]
    public async Task After_an_erasure_new_content_can_be_stored()
    {
        await Store.PutAsync(Tenant.Local, "before"u8.ToArray(), "ada");
        await Store.EraseAsync(Tenant.Local);
        var blob = await (await AnotherAsync()).PutAsync(Tenant.Local, "before"u8.ToArray(), "ada");
        Assert.NotNull(await Store.GetAsync(Tenant.Local, blob));
    }

    [Fact]
    public async Task Too_large_a_blob_is_a_mistake_that_names_the_limit()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() =>
            Store.PutAsync(Tenant.Local, new byte[LedgerLimits.BlobBytes + 1]).AsTask());
        Assert.Contains("BlobBytes = 67108864", error.Message);
    }

    [Fact]
    public async Task Many_writers_of_the_same_content_agree()
    {
        var another = await AnotherAsync();
        var content = new byte[4096];
        var blobs = await Task.WhenAll(Enumerable.Range(0, 16).Select(number =>
            Task.Run(() =>
                (number % 2 == 0 ? Store : another)
                    .PutAsync(Tenant.Local, content, number % 4 == 0 ? "ada" : null).AsTask())));
        Assert.Single(blobs.Distinct());
        Assert.NotNull(await Store.GetAsync(Tenant.Local, blobs[0]));
    }
}
