using Tako.Workspace.Commit;
using Tako.Workspace.Tests.Overlay;

namespace Tako.Workspace.Tests.Commit;

public sealed class KillTests
{
    private const int MoreThanEnough = 60;

    [Fact]
    public async Task A_commit_killed_at_any_step_is_whole_or_absent_after_recovery()
    {
        var (old, now) = await StatesAsync();
        var seen = new HashSet<bool>();
        var step = 0;
        for (; step < MoreThanEnough; step++)
        {
            using var repo = CrashingCommit.NewRepository();
            var finished = CrashingCommit.Run(repo, step, "commit");
            (await new WriteBack(TimeProvider.System).RecoverAsync(repo.State)).ShouldAllBe(done => done.Why == null);
            var tree = repo.TreeHash();
            (tree == old || tree == now).ShouldBeTrue($"killed at step {step}:\n{tree}");
            seen.Add(tree == now);
            Directory.EnumerateFiles(repo.State, "*.journal").ShouldBeEmpty();
            if (finished)
                break;
        }

        step.ShouldBeInRange(12, MoreThanEnough - 1);
        seen.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_recovery_killed_at_any_step_is_finished_by_the_next_one()
    {
        var (_, now) = await StatesAsync();
        for (var step = 0; step < MoreThanEnough; step++)
        {
            using var repo = CrashingCommit.NewRepository();
            CrashingCommit.Run(repo, 7, "commit").ShouldBeFalse();
            Directory.EnumerateFiles(repo.State, "*.journal").ShouldNotBeEmpty();
            var finished = CrashingCommit.Run(repo, step, "recover");
            await new WriteBack(TimeProvider.System).RecoverAsync(repo.State);
            repo.TreeHash().ShouldBe(now);
            if (finished)
                return;
        }

        throw new InvalidOperationException("The recovery never came to its end.");
    }

    [Fact]
    public async Task An_undo_killed_on_its_way_is_whole_or_absent_after_recovery()
    {
        var (old, now) = await StatesAsync();
        for (var step = 0; step < MoreThanEnough; step += 3)
        {
            using var repo = CrashingCommit.NewRepository();
            var changes = CrashingCommit.Change(repo.Open()).Changes;
            var written = (await new WriteBack(TimeProvider.System).CommitAsync(changes, CrashingCommit.Allow(changes), repo.State))
                .ShouldBeOfType<CommitOutcome.Written>();
            File.WriteAllText(Path.Join(repo.State, "receipt.json"), written.Receipt.ToJson());
            var finished = CrashingCommit.Run(repo, step, "undo");
            await new WriteBack(TimeProvider.System).RecoverAsync(repo.State);
            repo.TreeHash().ShouldBeOneOf(old, now);
            if (finished)
                return;
        }

        throw new InvalidOperationException("The undo never came to its end.");
    }

    private static async Task<(string Old, string New)> StatesAsync()
    {
        using var repo = CrashingCommit.NewRepository();
        var old = repo.TreeHash();
        var changes = CrashingCommit.Change(repo.Open()).Changes;
        (await new WriteBack(TimeProvider.System).CommitAsync(changes, CrashingCommit.Allow(changes), repo.State))
            .ShouldBeOfType<CommitOutcome.Written>();
        return (old, repo.TreeHash());
    }
}
