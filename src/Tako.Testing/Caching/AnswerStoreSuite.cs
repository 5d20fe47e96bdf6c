using System.Security.Cryptography;
using System.Text;
using Tako.Core.Caching;
using Tako.Core.Identity;
using Tako.Testing.Time;
using Xunit;

namespace Tako.Testing.Caching;

/// <summary>
/// What every store of answers keeps to: answers come back byte for byte until they expire, tenants are apart, and the size has a
/// limit.
/// </summary>
public abstract class AnswerStoreSuite : IAsyncLifetime
{
    /// <summary>Most bytes of the store under test.</summary>
    protected const long MaxBytes = 1 << 20;

    private static readonly Tenant _other = new("other");

    /// <summary>The clock of the store.</summary>
    protected ManualTimeProvider Time { get; } = new();

    /// <summary>The store, opened once for the test.</summary>
    protected IAnswerStore Store { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Store = await OpenAsync(MaxBytes, Time);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await CleanAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the store of this test, also a second time.</summary>
    protected abstract ValueTask<IAnswerStore> OpenAsync(long maxBytes, TimeProvider time);

    /// <summary>Removes what the test left behind.</summary>
    protected virtual ValueTask CleanAsync() => default;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5000)]
    [InlineData(100_000)]
    public async Task An_answer_comes_back_frame_for_frame(int length)
    {
        var noise = new byte[length];
        new Random(length).NextBytes(noise);
        var answer = New(noise, "about it"u8.ToArray(), ends: length > 2 ? [1, length / 2, length] : [length]);
        await PutAsync("a", answer);

        var found = (await FindAsync("a"))!;

        Assert.Equal(noise, found.Bytes.ToArray());
        Assert.Equal(answer.Ends, found.Ends);
        Assert.Equal("about it"u8.ToArray(), found.About.ToArray());
        Assert.Equal(answer.Stored, found.Stored);
        Assert.Equal(answer.Expires, found.Expires);
        Assert.Equal(answer.Frame(0).ToArray(), found.Frame(0).ToArray());
        Assert.Null(await FindAsync("b"));
    }

    [Fact]
    public async Task An_answer_takes_the_place_of_the_one_before()
    {
        await PutAsync("a", New("old"u8));
        await PutAsync("a", New("new"u8));

        Assert.Equal("new"u8.ToArray(), (await FindAsync("a"))!.Bytes.ToArray());
        Assert.Equal(1, (await Store.SizeAsync()).Answers);
    }

    [Fact]
    public async Task Nobody_sees_the_answers_of_another_tenant()
    {
        await PutAsync("a", New("mine"u8));

        Assert.Null(await Store.FindAsync(_other, Key("a")));
        Assert.False(await Store.RemoveAsync(_other, Key("a")));
        Assert.NotNull(await FindAsync("a"));
    }

    [Fact]
    public async Task After_its_time_an_answer_is_gone()
    {
        await PutAsync("short", New("x"u8, TimeSpan.FromMinutes(1)));
        await PutAsync("long", New("x"u8, TimeSpan.FromMinutes(3)));

        Time.Advance(TimeSpan.FromSeconds(59));
        Assert.NotNull(await FindAsync("short"));
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await FindAsync("short"));
        Assert.NotNull(await FindAsync("long"));
        await Store.SweepAsync();
        Assert.Equal(1, (await Store.SizeAsync()).Answers);
    }

    [Fact]
    public async Task Sweeping_takes_what_has_expired_and_nothing_else()
    {
        for (var number = 0; number < 10; number++)
            await PutAsync($"{number}", New("x"u8, TimeSpan.FromMinutes(number < 4 ? 1 : 5)));
        Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(4, await Store.SweepAsync());
        Assert.Equal(0, await Store.SweepAsync());
        Assert.Equal(6, (await Store.SizeAsync()).Answers);
        await PutAsync("late", New("x"u8, TimeSpan.Zero));
        Assert.Null(await FindAsync("late"));
    }

    [Fact]
    public async Task A_removed_answer_is_gone()
    {
        await PutAsync("a", New("x"u8));

        Assert.True(await Store.RemoveAsync(Tenant.Local, Key("a")));
        Assert.False(await Store.RemoveAsync(Tenant.Local, Key("a")));
        Assert.Null(await FindAsync("a"));
        Assert.Equal(0, (await Store.SizeAsync()).Answers);
    }

    [Fact]
    public async Task Erasing_a_tenant_takes_its_answers_and_no_others()
    {
        await PutAsync("a", New("x"u8));
        await PutAsync("b", New("x"u8));
        await Store.PutAsync(_other, Key("c"), New("x"u8));

        Assert.Equal(2, await Store.EraseAsync(Tenant.Local));

        Assert.Null(await FindAsync("a"));
        Assert.NotNull(await Store.FindAsync(_other, Key("c")));
    }

    [Fact]
    public async Task The_store_stays_within_its_size_and_keeps_the_newest()
    {
        var random = new Random(7);
        for (var number = 0; number < 200; number++)
        {
            var noise = new byte[20_000];
            random.NextBytes(noise);
            await PutAsync($"{number}", New(noise));
        }

        var (answers, bytes) = await Store.SizeAsync();
        Assert.InRange(bytes, 20_000, MaxBytes);
        Assert.InRange(answers, 10, 52);
        Assert.NotNull(await FindAsync("199"));
        Assert.Null(await FindAsync("0"));
    }

    [Fact]
    public async Task An_answer_larger_than_the_store_is_not_kept_and_takes_no_others_away()
    {
        await PutAsync("a", New("x"u8));
        await PutAsync("huge", New(new byte[MaxBytes + 1]));

        Assert.Null(await FindAsync("huge"));
        Assert.NotNull(await FindAsync("a"));
    }

    [Fact]
    public async Task Many_at_once_see_whole_answers_only()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            var random = new Random(worker);
            for (var round = 0; round < 200; round++)
            {
                var key = $"{random.Next(20)}";
                var fill = (byte)random.Next(256);
                if (round % 3 == 0)
                    await Store.PutAsync(Tenant.Local, Key(key), New(Enumerable.Repeat(fill, 4000).ToArray()));
                else if (await FindAsync(key) is { } found)
                    Assert.Equal(-1, found.Bytes.Span.IndexOfAnyExcept(found.Bytes.Span[0]));
                if (round % 50 == 0)
                    await Store.RemoveAsync(Tenant.Local, Key(key));
            }
        })));
        await Store.SettleAsync();
        Assert.InRange((await Store.SizeAsync()).Answers, 1, 20);
    }

    /// <summary>Some key for a name.</summary>
    protected static AnswerKey Key(string name) => AnswerKey.Of(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    /// <summary>An answer of these bytes in one frame, stored now.</summary>
    protected StoredAnswer New(ReadOnlySpan<byte> bytes, TimeSpan? ttl = null) => New(bytes.ToArray(), default, [bytes.Length], ttl);

    protected async Task PutAsync(string name, StoredAnswer answer)
    {
        await Store.PutAsync(Tenant.Local, Key(name), answer);
        await Store.SettleAsync();
    }

    protected ValueTask<StoredAnswer?> FindAsync(string name) => Store.FindAsync(Tenant.Local, Key(name));

    private StoredAnswer New(ReadOnlyMemory<byte> bytes, ReadOnlyMemory<byte> about, int[] ends, TimeSpan? ttl = null) => new()
    {
        Bytes = bytes,
        Ends = ends,
        About = about,
        Stored = Time.GetUtcNow(),
        Expires = Time.GetUtcNow() + (ttl ?? TimeSpan.FromHours(1)),
    };
}
