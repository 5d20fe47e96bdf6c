using System.Diagnostics;
using Tako.Workspace.Sandbox;

namespace Tako.Workspace.Tests.Sandbox;

/// <summary>A command that takes too much is stopped, and nothing of it stays.</summary>
public sealed class LimitTests
{
    // Of a command that hangs: the rest is room for a machine that does other things as well.
    private static readonly TimeSpan Reaction = TimeSpan.FromSeconds(8);

    /// <summary>From crossing a limit until all of the run is gone.</summary>
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(2);

    private static readonly SandboxLimits Memory = new() { MemoryBytes = 200 << 20 };
    private static readonly SandboxLimits Processor = new() { CpuTime = TimeSpan.FromSeconds(1) };
    private static readonly string[] MemoryHog = ["/usr/bin/python3", "-c", "b = []\nwhile True: b.append(bytearray(1 << 20))"];
    private static readonly string[] ProcessorHog = ["/bin/sh", "-c", "while :; do :; done & while :; do :; done"];

    public static TheoryData<IsolationTier> Overlays => new(IsolationTier.L1, IsolationTier.L2);

    public static TheoryData<IsolationTier> All => new(IsolationTier.L1, IsolationTier.L2, IsolationTier.L3, IsolationTier.L4);

    [Theory, MemberData(nameof(Overlays))]
    public async Task A_gigabyte_of_output_is_read_to_its_end_and_kept_by_head_and_tail(IsolationTier tier)
    {
        using var repository = new TestRepository();
        long seen = 0;
        var run = repository.Shell("echo first; head -c 1073741824 /dev/zero | tr '\\0' x; echo; echo last") with
        {
            OnOutput = bytes => seen += bytes.Length,
            Timeout = TimeSpan.FromMinutes(5),
        };
        var report = await Sandboxes.RunAsync(tier, run);
        report.OutputBytes.ShouldBe((1L << 30) + 12);
        seen.ShouldBe(report.OutputBytes);
        report.Truncated.ShouldBeTrue();
        report.StandardOutput.ShouldStartWith("first\nxxx");
        report.StandardOutput.ShouldEndWith("xxx\nlast\n");
        report.StandardOutput.Length.ShouldBeLessThan((64 << 10) + 100);
    }

    [Theory, MemberData(nameof(All))]
    public async Task A_command_that_hangs_is_stopped_at_its_time(IsolationTier tier)
    {
        using var repository = new TestRepository();
        var outcome = await RunAsync(tier, repository.Shell("echo started; sleep 1000 & sleep 1000") with
        {
            Timeout = TimeSpan.FromSeconds(1),
        });
        var report = outcome.ShouldBeOfType<RunOutcome.TimedOut>().Report;
        report.StandardOutput.ShouldBe("started\n");
        report.Duration.ShouldBeLessThan(TimeSpan.FromSeconds(1) + Reaction);
    }

    [Theory, MemberData(nameof(All))]
    public async Task A_memory_hog_is_killed(IsolationTier tier) => await KilledAsync(tier, false, "memory", Memory, MemoryHog);

    [Theory, MemberData(nameof(Overlays))]
    public async Task A_memory_hog_in_a_warm_limb_is_killed(IsolationTier tier) =>
        await KilledAsync(tier, true, "memory", Memory, MemoryHog);

    [Theory, MemberData(nameof(Overlays))]
    public async Task A_hog_of_memory_that_its_children_share_is_killed(IsolationTier tier) =>
        await KilledAsync(tier, false, "memory", Memory, "/usr/bin/python3", "-c", """
            import mmap, os, time
            if os.fork() == 0:
                time.sleep(30)
            b = []
            while True:
                b.append(mmap.mmap(-1, 1 << 20, mmap.MAP_SHARED))
                b[-1].write(b'x' * (1 << 20))
            """);

    [Theory, MemberData(nameof(Overlays))]
    public async Task Memory_that_several_share_counts_once(IsolationTier tier)
    {
        using var repository = new TestRepository();
        const string Sharing = """
            import mmap, os, time
            b = mmap.mmap(-1, 60 << 20, mmap.MAP_SHARED)
            b.write(b'x' * (60 << 20))
            children = []
            for _ in range(6):
                child = os.fork()
                if child == 0:
                    sum(b[::4096]); time.sleep(1); os._exit(0)
                children.append(child)
            for child in children: os.waitpid(child, 0)
            print('fine')
            """;
        var outcome = await RunAsync(tier, repository.Run("/usr/bin/python3", "-c", Sharing) with { Limits = Memory });
        outcome.ShouldBeOfType<RunOutcome.Exited>(outcome.ToString()).Report.StandardOutput.ShouldBe("fine\n");
    }

    [Theory, MemberData(nameof(All))]
    public async Task A_processor_hog_is_killed(IsolationTier tier)
    {
        var killed = await KilledAsync(tier, false, "processor time", Processor, ProcessorHog);
        // Counted in processor time, so that a busy machine does not matter.
        killed.Reason.Split(' ').Select(word => int.TryParse(word, out var seconds) ? seconds : 0).Max()
            .ShouldBeLessThanOrEqualTo(tier <= IsolationTier.L2 ? 3 : 20);
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task A_processor_hog_in_a_warm_limb_is_killed(IsolationTier tier) =>
        await KilledAsync(tier, true, "processor time", Processor, ProcessorHog);

    [Theory, MemberData(nameof(Overlays))]
    public async Task A_fork_bomb_is_bounded(IsolationTier tier)
    {
        using var repository = new TestRepository();
        var outcome = await RunAsync(tier, repository.Run("/usr/bin/perl", "-e", "$SIG{CHLD}='IGNORE'; while (1) { fork() }") with
        {
            Limits = new SandboxLimits { Processes = 40 },
            Timeout = TimeSpan.FromSeconds(2),
        });
        outcome.ShouldNotBeOfType<RunOutcome.Refused>();
        Process.GetProcesses().Length.ShouldBeLessThan(2_000);
        (await Sandboxes.RunAsync(tier, repository.Shell("echo alive"))).StandardOutput.ShouldBe("alive\n");
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task A_file_of_three_gigabytes_and_a_full_scratch_are_refused(IsolationTier tier)
    {
        using var repository = new TestRepository();
        var report = await Sandboxes.RunAsync(tier, repository.Shell("truncate -s 3G big && echo made; exit 0"));
        report.StandardOutput.ShouldBe("");
        report = await Sandboxes.RunAsync(
            tier, repository.Shell(
                "head -c 100M /dev/zero > a; head -c 100M /dev/zero > /tmp/b; du -cm a /tmp/b | tail -1") with
        {
            Limits = new SandboxLimits { ScratchBytes = 50 << 20 },
        });
        report.StandardError.ShouldContain("No space left");
    }

    [Theory, MemberData(nameof(All))]
    public async Task A_cancelled_run_leaves_nothing(IsolationTier tier)
    {
        using var repository = new TestRepository();
        using var cancel = new CancellationTokenSource();
        var mark = $"8{Environment.ProcessId}{(int)tier}.5";
        var run = repository.Shell($"echo started; sleep {mark}") with { OnOutput = _ => cancel.Cancel() };
        var sandbox = await Sandboxes.OfAsync(tier);
        await Should.ThrowAsync<OperationCanceledException>(async () => await sandbox.RunAsync(run, cancel.Token));
        Processes(mark).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task When_tako_is_killed_its_commands_end(IsolationTier tier)
    {
        await Sandboxes.OfAsync(tier);
        var mark = $"7{Environment.ProcessId}{(int)tier}.5";
        using var tako = Process.Start(new ProcessStartInfo(Environment.ProcessPath!,
            ["-explicit", "only", "-method", $"{typeof(LimitTests).FullName}.{nameof(Sleeps_until_killed)}"])
        {
            Environment = { ["TAKO_SLEEP"] = mark, ["TAKO_TIER"] = tier.ToString() },
            RedirectStandardOutput = true,
        })!;
        try
        {
            (await WithinAsync(TimeSpan.FromSeconds(30), () => Processes(mark).Count > 0)).ShouldBeTrue();
        }
        finally
        {
            tako.Kill();
        }

        (await WithinAsync(TimeSpan.FromSeconds(10), () => Processes(mark).Count == 0)).ShouldBeTrue();
    }

    [Fact(Explicit = true)]
    public async Task Sleeps_until_killed()
    {
        var tier = Enum.Parse<IsolationTier>(Environment.GetEnvironmentVariable("TAKO_TIER")!);
        using var repository = new TestRepository();
        await Sandboxes.RunAsync(tier, repository.Shell($"exec sleep {Environment.GetEnvironmentVariable("TAKO_SLEEP")}"));
    }

    internal static IReadOnlyList<string> Processes(string mark) => [.. Directory.GetDirectories("/proc").Where(process =>
    {
        try
        {
            return File.ReadAllText(Path.Join(process, "cmdline")).StartsWith($"sleep\0{mark}", StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    })];

    internal static async Task<bool> WithinAsync(TimeSpan time, Func<bool> condition)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var left = time / timer.Period; left > 0; left--)
        {
            if (condition())
                return true;
            await timer.WaitForNextTickAsync();
        }

        return condition();
    }

    private static async Task<RunOutcome.Killed> KilledAsync(IsolationTier tier, bool warm, string what, SandboxLimits limits,
        params IReadOnlyList<string> hog)
    {
        using var repository = new TestRepository();
        await using var stall = new Stall();
        var run = repository.Run(hog) with { Limits = limits };
        RunOutcome outcome;
        if (warm)
        {
            await using var limb = await WarmLimbTests.OpenAsync(tier, repository);
            outcome = await limb.RunAsync(run, TestContext.Current.CancellationToken);
        }
        else
        {
            outcome = await RunAsync(tier, run);
        }

        var killed = outcome.ShouldBeOfType<RunOutcome.Killed>(outcome.ToString());
        killed.Reason.ShouldContain(what);
        killed.Report.Overrun.ShouldNotBeNull();
        if (tier <= IsolationTier.L2)
            killed.Report.Overrun.Value.ShouldBeLessThan(Promised + stall.Worst);
        return killed;
    }

    private static async Task<RunOutcome> RunAsync(IsolationTier tier, SandboxRun run) =>
        await (await Sandboxes.OfAsync(tier)).RunAsync(run, TestContext.Current.CancellationToken);
}
