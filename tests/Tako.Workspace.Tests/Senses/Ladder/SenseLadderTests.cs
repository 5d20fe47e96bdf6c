using Tako.Workspace.Overlay;
using Tako.Workspace.Senses;
using Tako.Workspace.Senses.Ladder;
using Tako.Workspace.Tests.Overlay;

namespace Tako.Workspace.Tests.Senses.Ladder;

public sealed class SenseLadderTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task The_ladder_stops_at_the_first_rung_that_hurts()
    {
        using var repository = new TempRepository(("a.txt", "broken\nwrong\n"));
        var (dear, cheap) = (new FakeSense("semantics", "a.txt", "wrong"), new FakeSense("parse", "a.txt", "broken"));
        var ladder = new SenseLadder([dear, cheap], TimeProvider.System);

        var felt = await ladder.FeelAsync(repository.Open(), null, "test", None);

        felt.Rung.ShouldBe("parse");
        felt.Pains.ShouldHaveSingleItem().Code.ShouldBe("broken");
        dear.Asked.ShouldBe(0);
    }

    [Fact]
    public async Task Rungs_outside_of_what_was_asked_are_not_felt()
    {
        using var repository = new TempRepository(("a.txt", "broken wrong slow\n"));
        var senses = new[] { ("parse", "broken"), ("semantics", "wrong"), ("impacted", "slow") }
            .Select(each => new FakeSense(each.Item1, "a.txt", each.Item2)).ToArray();
        var ladder = new SenseLadder(senses, TimeProvider.System);

        (await ladder.FeelAsync(repository.Open(), "parse", "guard", None)).Rung.ShouldBe("semantics");
        (await ladder.FeelAsync(repository.Open(), "guard", "impacted", None)).Rung.ShouldBe("impacted");

        senses.Select(sense => sense.Asked).ShouldBe([0, 1, 1]);
    }

    [Fact]
    public async Task A_diagnostic_of_another_state_is_dropped()
    {
        using var repository = new TempRepository(("a.txt", "broken\n"));
        var stale = new Answering(new Feeling.Hurt([new Pain { Rung = "parse", Tool = "t", Message = "m", WorkspaceHash = "another" }]));

        var felt = await new SenseLadder([stale], TimeProvider.System).FeelAsync(repository.Open(), null, "test", None);

        felt.Pains.ShouldBeEmpty();
        felt.Rung.ShouldBeNull();
    }

    [Fact]
    public async Task A_sense_that_cannot_tell_says_why_and_stands_in_nobodys_way()
    {
        using var repository = new TempRepository(("a.txt", "wrong\n"));
        var ladder = new SenseLadder([new Answering(new Feeling.Numb("no python3")), new Breaking(),
            new FakeSense("semantics", "a.txt", "wrong")],
            TimeProvider.System);

        var felt = await ladder.FeelAsync(repository.Open(), null, "test", None);

        felt.Rung.ShouldBe("semantics");
        felt.Senses.Select(sense => sense.Numb).ShouldBe(["no python3", "The sense broke: FormatException: odd code", null]);
    }

    [Fact]
    public async Task Cancelling_is_not_taken_for_a_broken_sense()
    {
        using var repository = new TempRepository(("a.txt", "x\n"));
        var ladder = new SenseLadder([new Cancelled()], TimeProvider.System);

        await Should.ThrowAsync<OperationCanceledException>(async () => await ladder.FeelAsync(repository.Open(), null, "test", None));
    }

    [Theory]
    [InlineData("parse", 3, "semantics", 9, false)]
    [InlineData("semantics", 9, "parse", 3, true)]
    [InlineData("parse", 2, "parse", 3, true)]
    [InlineData("parse", 3, "parse", 3, false)]
    [InlineData(null, 0, "test", 1, true)]
    [InlineData("test", 1, null, 0, false)]
    public void Better_is_a_higher_rung_or_fewer_pains_on_the_same(string? rung, int pains, string? than, int thanPains, bool better) =>
        Report(rung, pains).IsBetterThan(Report(than, thanPains)).ShouldBe(better);

    private static LadderReport Report(string? rung, int pains) => new(rung,
        [.. Enumerable.Range(0, pains).Select(index => new Pain { Rung = rung!, Tool = "t", Message = $"{index}" })], []);

    private sealed class Answering(Feeling feeling) : ISense
    {
        public string Rung => "parse";

        public ValueTask<Feeling> FeelAsync(Shadow shadow, CancellationToken cancellationToken) => new(feeling);
    }

    private sealed class Breaking : ISense
    {
        public string Rung => "parse";

        public ValueTask<Feeling> FeelAsync(Shadow shadow, CancellationToken cancellationToken) => throw new FormatException("odd code");
    }

    private sealed class Cancelled : ISense
    {
        public string Rung => "parse";

        public ValueTask<Feeling> FeelAsync(Shadow shadow, CancellationToken cancellationToken) => throw new OperationCanceledException();
    }
}
