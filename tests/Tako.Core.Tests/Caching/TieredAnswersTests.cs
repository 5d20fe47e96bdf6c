using Tako.Core.Caching;
using Tako.Core.Identity;
using Tako.Testing.Caching;

namespace Tako.Core.Tests.Caching;

public sealed class TieredAnswersTests : AnswerStoreSuite
{
    protected override ValueTask<IAnswerStore> OpenAsync(long maxBytes, TimeProvider time) =>
        new(new TieredAnswers(new MemoryAnswers(maxBytes / 4, time), new MemoryAnswers(maxBytes, time)));

    [Fact]
    public async Task What_only_the_store_behind_has_comes_to_the_front()
    {
        var front = new MemoryAnswers(MaxBytes, Time);
        var back = new MemoryAnswers(MaxBytes, Time);
        var tiers = new TieredAnswers(front, back);
        await back.PutAsync(Tenant.Local, Key("a"), New("x"u8));

        (await tiers.FindAsync(Tenant.Local, Key("a"))).ShouldNotBeNull();

        (await front.FindAsync(Tenant.Local, Key("a"))).ShouldNotBeNull();
        (await tiers.RemoveAsync(Tenant.Local, Key("a"))).ShouldBeTrue();
        (await tiers.FindAsync(Tenant.Local, Key("a"))).ShouldBeNull();
    }
}
