using Tako.Core.Caching;
using Tako.Testing.Caching;

namespace Tako.Core.Tests.Caching;

public sealed class MemoryAnswersTests : AnswerStoreSuite
{
    protected override ValueTask<IAnswerStore> OpenAsync(long maxBytes, TimeProvider time) =>
        new(new MemoryAnswers(maxBytes, time));

    [Fact]
    public async Task What_is_asked_for_again_outlives_a_flood_of_what_is_asked_for_once()
    {
        for (var number = 0; number < 20; number++)
        {
            await PutAsync($"wanted {number}", New(new byte[10_000]));
            await FindAsync($"wanted {number}");
        }

        for (var number = 0; number < 1000; number++)
            await PutAsync($"once {number}", New(new byte[10_000]));

        for (var number = 0; number < 20; number++)
            (await FindAsync($"wanted {number}")).ShouldNotBeNull($"wanted {number}");
    }

    [Fact]
    public async Task What_comes_back_soon_after_it_was_dropped_is_kept_as_wanted()
    {
        for (var number = 0; number < 150; number++)
            await PutAsync($"{number}", New(new byte[10_000]));
        (await FindAsync("20")).ShouldBeNull();
        await PutAsync("49", New(new byte[10_000]));
        for (var number = 200; number < 260; number++)
            await PutAsync($"{number}", New(new byte[10_000]));
        (await FindAsync("49")).ShouldNotBeNull();
    }
}
