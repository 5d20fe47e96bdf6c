using System.Text;
using Tako.Testing.Time;
using Tako.Workspace.Overlay;
using Tako.Workspace.Repairs.Twitches;
using Tako.Workspace.Senses;
using Tako.Workspace.Senses.Ladder;
using Tako.Workspace.Tests.Overlay;
using Tako.Workspace.Tests.Senses.Ladder;

namespace Tako.Workspace.Tests.Repairs.Twitches;

public sealed class TwitchLoopTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly RepoPath File = ShadowExtensions.At("a.txt");

    [Fact]
    public async Task Repairs_follow_each_other_until_nothing_hurts()
    {
        using var repository = new TempRepository(("a.txt", "broken\nbroken\nfine\n"));
        var outcome = await Loop([new Swap("broken", "mended")]).RepairAsync(repository.Open(), None);

        outcome.Felt.Pains.ShouldBeEmpty();
        Text(outcome.Shadow).ShouldBe("mended\nmended\nfine\n");
        outcome.Kept.Count.ShouldBe(2);
        repository.Text("a.txt").ShouldBe("broken\nbroken\nfine\n");
    }

    [Fact]
    public async Task A_repair_that_does_not_ease_the_pain_is_not_kept()
    {
        using var repository = new TempRepository(("a.txt", "broken\n"));
        var shadow = repository.Open();

        var outcome = await Loop([new Swap("broken", "broken broken"), new Swap("broken", "broken\nbroken")]).RepairAsync(shadow, None);

        outcome.Kept.ShouldBeEmpty();
        outcome.Shadow.Hash.ShouldBe(shadow.Hash);
        outcome.Felt.Pains.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_only_moves_the_pain_to_a_cheaper_rung_is_worse()
    {
        using var repository = new TempRepository(("a.txt", "wrong\n"));
        var outcome = await Loop([new Swap("wrong", "broken")]).RepairAsync(repository.Open(), None);

        outcome.Kept.ShouldBeEmpty();
    }

    [Fact]
    public async Task Tests_are_not_run_for_a_fork()
    {
        using var repository = new TempRepository(("a.txt", "broken\n"));
        var tests = new FakeSense("impacted", "a.txt", "mended");
        var senses = new SenseLadder([new FakeSense("parse", "a.txt", "broken"), tests], TimeProvider.System);
        var shadow = repository.Open();
        var loop = new TwitchLoop([new Swap("broken", "mended")], senses, new TwitchOptions(), TimeProvider.System);

        await loop.RepairAsync(shadow, await senses.FeelAsync(shadow, null, "semantics", None), None);

        tests.Asked.ShouldBe(0);
    }

    [Fact]
    public async Task Rounds_and_time_end_the_loop_with_the_best_so_far()
    {
        using var repository = new TempRepository(("a.txt", string.Concat(Enumerable.Repeat("broken\n", 9))));
        var twitch = new Swap("broken", "mended");

        (await Loop([twitch], new TwitchOptions { Rounds = 4 }).RepairAsync(repository.Open(), None)).Kept.Count.ShouldBe(4);

        var time = new ManualTimeProvider();
        twitch.OnPropose = () => time.Advance(TimeSpan.FromSeconds(2));
        var options = new TwitchOptions { Budget = TimeSpan.FromSeconds(3) };
        (await Loop([twitch], options, time).RepairAsync(repository.Open(), None)).Kept.Count.ShouldBe(1);
    }

    private static Mended Loop(IReadOnlyList<ITwitches> twitches, TwitchOptions? options = null, TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        var senses = new SenseLadder([new FakeSense("parse", "a.txt", "broken"), new FakeSense("semantics", "a.txt", "wrong")], time);
        return new Mended(senses, new TwitchLoop(twitches, senses, options ?? new TwitchOptions(), time));
    }

    private static string Text(Shadow shadow) => Encoding.UTF8.GetString(shadow.Read(File)!.Value.Span);

    private sealed record Mended(SenseLadder Senses, TwitchLoop Loop)
    {
        public async Task<TwitchOutcome> RepairAsync(Shadow shadow, CancellationToken cancellationToken) =>
            await Loop.RepairAsync(shadow, await Senses.FeelAsync(shadow, null, TwitchLoop.Last, cancellationToken), cancellationToken);
    }

    /// <summary>Replaces the first place of a word.</summary>
    private sealed class Swap(string from, string to) : ITwitches
    {
        public Action OnPropose { get; set; } = static () => { };

        public ValueTask<IReadOnlyList<Twitch>> ProposeAsync(Shadow shadow, IReadOnlyList<Pain> pains, CancellationToken cancellationToken)
        {
            OnPropose();
            var text = Text(shadow);
            var at = text.IndexOf(from, StringComparison.Ordinal);
            if (at < 0)
                return new([]);
            var bytes = Encoding.UTF8.GetBytes(text[..at] + to + text[(at + from.Length)..]);
            return new([new Twitch("swap", $"swapped {from}", ((StageOutcome.Staged)shadow.Write(File, bytes)).Shadow)]);
        }
    }
}
