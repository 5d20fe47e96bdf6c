using System.Diagnostics;
using Tako.Workspace.Sandbox;
using Tako.Workspace.Sandbox.Watching;

namespace Tako.Workspace.Tests.Sandbox;

/// <summary>The helper's process outlives a run, and nothing of the run does.</summary>
public sealed class KeeperTests
{
    [Fact]
    public async Task A_process_of_the_helper_serves_one_run_after_another()
    {
        // Far more than what may wait, with the processes inside, and what other tests hold.
        const int Rounds = 40;
        await Sandboxes.OfAsync(IsolationTier.L1);
        using var repository = new TestRepository().With("file", "there");
        var keepers = new HashSet<int>();
        for (var round = 0; round < Rounds; round++)
        {
            var report = await Sandboxes.RunAsync(IsolationTier.L1,
                repository.Shell($"cat file; test ! -e left && touch left && echo {round}"));
            report.StandardOutput.ShouldBe($"there{round}\n");
            keepers.UnionWith(Helpers());
        }

        // Other tests run at the same time and take keepers too, but not one for each run.
        Helpers().Length.ShouldBeLessThan(Rounds);
        keepers.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_run_that_is_stopped_or_fails_leaves_the_next_one_alone()
    {
        var sandbox = await Sandboxes.OfAsync(IsolationTier.L1);
        using var repository = new TestRepository().With("file", "there");
        var endless = repository.Shell("sleep 100 & sleep 100") with { Timeout = TimeSpan.FromMilliseconds(300) };
        (await sandbox.RunAsync(endless, TestContext.Current.CancellationToken)).ShouldBeOfType<RunOutcome.TimedOut>();
        var missing = repository.Shell("") with { Command = ["/no/such/program"] };
        (await sandbox.RunAsync(missing, TestContext.Current.CancellationToken))
            .ShouldBeOfType<RunOutcome.Refused>()
            .Why.ShouldContain("/no/such/program");
        (await Sandboxes.RunAsync(IsolationTier.L1, repository.Shell("cat file"))).StandardOutput.ShouldBe("there");
    }

    [Fact]
    public async Task What_one_run_used_up_is_not_counted_against_the_next()
    {
        await Sandboxes.OfAsync(IsolationTier.L1);
        using var repository = new TestRepository();
        var busy = repository.Shell("i=0; while [ $i -lt 400000 ]; do i=$((i+1)); done; sleep 0.4") with
        {
            Limits = new SandboxLimits { CpuTime = TimeSpan.FromSeconds(3), MemoryBytes = 256L << 20 },
        };
        for (var round = 0; round < 6; round++)
            (await Sandboxes.RunAsync(IsolationTier.L1, busy)).ExitCode.ShouldBe(0);
        var small = repository.Shell("echo small") with { Limits = new SandboxLimits { MemoryBytes = 64L << 20, Processes = 16 } };
        (await Sandboxes.RunAsync(IsolationTier.L1, small)).StandardOutput.ShouldBe("small\n");
        (await Sandboxes.RunAsync(IsolationTier.L1, repository.Shell("echo large"))).StandardOutput.ShouldBe("large\n");
    }

    [Fact]
    public async Task The_strongest_tier_is_found_without_trying_the_weaker_ones()
    {
        var ladder = await Sandboxes.Ladder;
        var options = new SandboxOptions { StateFolder = Sandboxes.StateFolder };
        foreach (var minimum in Enum.GetValues<IsolationTier>())
        {
            var found = await SandboxLadder.FindAsync(options, minimum, TestContext.Current.CancellationToken);
            found?.Tier.ShouldBe(ladder.Best(minimum)!.Tier);
            (found is null).ShouldBe(ladder.Best(minimum) is null);
        }
    }

    [Fact]
    public async Task A_repository_with_a_mount_of_its_own_inside_is_refused_with_the_place()
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root may mount");
        var sandbox = await Sandboxes.OfAsync(IsolationTier.L1);
        using var repository = new TestRepository("with space").With("data/file", "there");
        var inside = Path.Join(repository.Root, "data");
        Run("mount", "-t", "tmpfs", "tako-test", inside);
        try
        {
            var refused = (await sandbox.RunAsync(repository.Shell("true"), TestContext.Current.CancellationToken))
                .ShouldBeOfType<RunOutcome.Refused>();
            refused.Why.ShouldContain(inside);
            refused.WayOut.ShouldContain("Unmount");
        }
        finally
        {
            Run("umount", inside);
        }

        (await Sandboxes.RunAsync(IsolationTier.L1, repository.Shell("cat data/file"))).StandardOutput.ShouldBe("there");
    }

    private static int[] Helpers() => [.. ProcessTree.Descendants(Environment.ProcessId).Where(id =>
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Contains("/helper/limb-", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    })];

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
    }
}
