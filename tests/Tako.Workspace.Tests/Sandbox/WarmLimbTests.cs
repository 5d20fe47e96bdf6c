using System.Diagnostics;
using System.Text;
using Tako.Workspace.Overlay;
using Tako.Workspace.Sandbox;
using Tako.Workspace.Sandbox.Warm;

namespace Tako.Workspace.Tests.Sandbox;

/// <summary>One shadow over several runs: each sees the disk plus what is staged, and nothing of the limb outlives it.</summary>
public sealed class WarmLimbTests
{
    public static TheoryData<IsolationTier> Overlays => new(IsolationTier.L1, IsolationTier.L2);

    [Theory, MemberData(nameof(Overlays))]
    public async Task Each_run_sees_what_is_staged_now_and_the_build_output_of_the_runs_before(IsolationTier tier)
    {
        using var repository = new TestRepository("warm limb, ü").With("kept.txt", "disk ").With("a/edited.txt", "old ")
            .With("a/gone.txt", "gone ").Committed();
        var before = repository.Hash();
        await using var limb = await OpenAsync(tier, repository);
        limb.Tier.ShouldBe(tier);
        const string Look = "cat kept.txt a/edited.txt a/gone.txt new/deep/file.txt obj/built 2>/dev/null; mkdir -p obj; " +
            "echo built > obj/built; ";
        (await RunAsync(limb, repository.Shell(Look))).StandardOutput.ShouldBe("disk old gone ");
        (await RunAsync(limb, repository.Shell(Look + "echo mess > kept.txt; rm a/edited.txt; echo x > left; mkdir d; ln -s / l") with
        {
            Staged = repository.Stage(("a/edited.txt", "new "), ("a/gone.txt", null), ("new/deep/file.txt", "made ")),
        })).StandardOutput.ShouldBe("disk new made built\n");
        (await RunAsync(limb, repository.Shell(Look + "ls") with { Staged = repository.Stage(("a/edited.txt", "newer ")) }))
            .StandardOutput.ShouldBe("disk newer gone built\na\nkept.txt\nobj\n");
        (await RunAsync(limb, repository.Shell(Look))).StandardOutput.ShouldBe("disk old gone built\n");
        repository.Hash().ShouldBe(before);
        repository.Command("git", "status", "--porcelain").ShouldBe("");
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task A_python_module_of_the_same_length_is_not_read_from_the_bytecode_of_the_run_before(IsolationTier tier)
    {
        using var repository = new TestRepository().With("sums.py", "value = 1\n");
        await using var limb = await OpenAsync(tier, repository);
        foreach (var digit in "234567")
        {
            (await RunAsync(limb, repository.Run("python3", "-c", "import sums; print(sums.value)") with
            {
                Staged = repository.Stage(("sums.py", $"value = {digit}\n")),
            })).StandardOutput.ShouldBe($"{digit}\n");
        }
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task A_file_that_changed_on_disk_is_seen_and_the_limb_opened_anew(IsolationTier tier)
    {
        using var repository = new TestRepository().With("file", "first").With("other", "x");
        await using var limb = await OpenAsync(tier, repository);
        (await RunAsync(limb, repository.Shell("cat file; mkdir obj; echo old > obj/built"))).StandardOutput.ShouldBe("first");
        repository.With("replacement", "second");
        File.Move(Path.Join(repository.Root, "replacement"), Path.Join(repository.Root, "file"), overwrite: true);
        var report = await RunAsync(limb, repository.Shell("cat file; ls"));
        report.StandardOutput.ShouldBe("secondfile\nother\n");
        report.Notes.ShouldContain(note => note.Contains("opened anew"));
        File.AppendAllText(Path.Join(repository.Root, "file"), " third");
        (await RunAsync(limb, repository.Shell("cat file"))).StandardOutput.ShouldBe("second third");
        (await RunAsync(limb, repository.Shell("cat file"))).Notes.ShouldNotContain(note => note.Contains("opened anew"));
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task What_a_run_wrote_can_be_harvested_and_is_gone_at_the_next(IsolationTier tier)
    {
        using var repository = new TestRepository().With("src/a.txt", "a").With("src/b.txt", "b").With("src/c.txt", "c")
            .With("old/x.txt", "x").With("old/y.txt", "y").With("same.txt", "same").Committed();
        var run = repository.Shell(
            "echo formatted > src/a.txt; rm src/b.txt; mkdir -p snap bin; echo s > snap/one.snap; echo o > bin/out; touch same.txt; "
            + "echo more >> staged.txt; rm -r old; mkdir old; echo new > old/x.txt; ln -s /etc/passwd link; chmod 755 src/c.txt") with
        {
            Staged = repository.Stage(("staged.txt", "staged\n"), ("kept.txt", "staged")),
            Harvest = true,
        };
        await using var limb = await OpenAsync(tier, repository);
        var inOne = (await Sandboxes.RunAsync(tier, run)).Written;
        (await RunAsync(limb, run)).Written.ShouldNotBeNull();
        foreach (var outcome in new[] { inOne, await limb.HarvestAsync(TestContext.Current.CancellationToken) })
        {
            var harvest = outcome.ShouldBeOfType<HarvestOutcome.Harvested>();
            harvest.LeftOut.ShouldBe(["link"]);
            Lines(harvest.Changes).ShouldBe(["Edited old/x.txt new", "Deleted old/y.txt", "Added snap/one.snap s",
                "Edited src/a.txt formatted", "Deleted src/b.txt", "Edited src/c.txt c", "Added staged.txt staged|more"]);
        }

        (await RunAsync(limb, repository.Shell("cat src/* old/*; ls"))).StandardOutput.ShouldBe("abcxyold\nsame.txt\nsrc\n");
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task Processes_left_behind_end_with_their_run_and_servers_with_the_limb(IsolationTier tier)
    {
        using var repository = new TestRepository().With("MSBuild.dll", "import time; time.sleep(1000)");
        var mark = $"6{Environment.ProcessId}{(int)tier}.5";
        var server = $"MSBuild.dll /nodemode:{mark}";
        await using (var limb = await OpenAsync(tier, repository))
        {
            await RunAsync(limb, repository.Shell($"setsid sleep {mark} & (nohup sleep {mark} >/dev/null 2>&1 &); "
                + $"setsid /usr/bin/python3 {server} >/dev/null 2>&1 </dev/null & echo done"));
            LimitTests.Processes(mark).ShouldBeEmpty();
            // Between its start and its own name a process is still the shell that started it.
            (await LimitTests.WithinAsync(TimeSpan.FromSeconds(20), () => Commands(mark).Count == 1)).ShouldBeTrue();
            (await RunAsync(limb, repository.Shell("ls /proc | grep -c '^[0-9]'"))).ExitCode.ShouldBe(0);
            Commands(mark).Count.ShouldBe(1);
        }

        Commands(mark).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task A_run_that_is_stopped_ends_the_shadow_and_the_next_gets_a_new_one(IsolationTier tier)
    {
        using var repository = new TestRepository().With("file", "there");
        var mark = $"5{Environment.ProcessId}{(int)tier}.5";
        await using var limb = await OpenAsync(tier, repository);
        var token = TestContext.Current.CancellationToken;
        (await limb.RunAsync(repository.Shell($"echo begun; sleep {mark} & sleep {mark}") with { Timeout =
            TimeSpan.FromSeconds(1) }, token))
            .ShouldBeOfType<RunOutcome.TimedOut>().Report.StandardOutput.ShouldBe("begun\n");
        LimitTests.Processes(mark).ShouldBeEmpty();
        (await limb.HarvestAsync(token)).ShouldBeOfType<HarvestOutcome.Gone>();
        (await limb.RunAsync(repository.Shell("while :; do :; done") with { Limits =
            new SandboxLimits { CpuTime = TimeSpan.FromSeconds(1) } },
            token)).ShouldBeOfType<RunOutcome.Killed>().Reason.ShouldContain("processor time");
        var hog = repository.Run("/usr/bin/python3", "-c", "b = []\nwhile True: b.append(bytearray(1 << 20))") with
        {
            Limits = new SandboxLimits { MemoryBytes = 200 << 20 },
        };
        (await limb.RunAsync(hog, token)).ShouldBeOfType<RunOutcome.Killed>().Reason.ShouldContain("memory");
        (await limb.RunAsync(repository.Run("/no/such/program"), token)).ShouldBeOfType<RunOutcome.Refused>().Why.ShouldContain("/no/such");
        (await RunAsync(limb, repository.Shell("cat file; exit 3"))).ExitCode.ShouldBe(3);
        (await RunAsync(limb, repository.Shell("kill -TERM $$"))).ExitCode.ShouldBe(128 + 15);
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task A_cancelled_run_leaves_nothing_and_the_limb_can_go_on(IsolationTier tier)
    {
        using var repository = new TestRepository().With("file", "there");
        using var cancel = new CancellationTokenSource();
        var mark = $"4{Environment.ProcessId}{(int)tier}.5";
        await using var limb = await OpenAsync(tier, repository);
        var run = repository.Shell($"echo started; sleep {mark}") with { OnOutput = _ => cancel.Cancel() };
        await Should.ThrowAsync<OperationCanceledException>(async () => await limb.RunAsync(run, cancel.Token));
        LimitTests.Processes(mark).ShouldBeEmpty();
        (await RunAsync(limb, repository.Shell("cat file"))).StandardOutput.ShouldBe("there");
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task What_a_warm_limb_is_not_for_is_refused(IsolationTier tier)
    {
        using var repository = new TestRepository();
        await using var limb = await OpenAsync(tier, repository);
        foreach (var run in new[]
        {
            repository.Run("true") with { Network = NetworkAccess.To("feed.example") },
            repository.Run("true") with { Root = "/tmp" },
            repository.Run("true") with { WorkingDirectory = "../.." },
            repository.Run("true") with { Readable = ["/root"] },
        })
            (await limb.RunAsync(run, TestContext.Current.CancellationToken))
                .ShouldBeOfType<RunOutcome.Refused>().WayOut.ShouldNotBeEmpty();
        var nowhere = await (await Sandboxes.OfAsync(tier))
            .OpenAsync(new WarmLimbOptions { Root = "/no/such/folder" }, TestContext.Current.CancellationToken);
        nowhere.ShouldBeOfType<WarmOutcome.Refused>();
    }

    [Theory, InlineData(IsolationTier.L3), InlineData(IsolationTier.L4)]
    public async Task A_copy_has_no_warm_limb_and_says_so(IsolationTier tier)
    {
        using var repository = new TestRepository();
        var outcome = await (await Sandboxes.OfAsync(tier))
            .OpenAsync(new WarmLimbOptions { Root = repository.Root }, TestContext.Current.CancellationToken);
        outcome.ShouldBeOfType<WarmOutcome.OneShotOnly>().Why.ShouldContain(tier.ToString());
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task When_tako_is_killed_its_warm_limb_ends(IsolationTier tier)
    {
        await Sandboxes.OfAsync(tier);
        var mark = $"3{Environment.ProcessId}{(int)tier}.5";
        using var tako = Process.Start(new ProcessStartInfo(Environment.ProcessPath!,
            ["-explicit", "only", "-method", $"{typeof(WarmLimbTests).FullName}.{nameof(Keeps_a_server_until_killed)}"])
        {
            Environment = { ["TAKO_SLEEP"] = mark, ["TAKO_TIER"] = tier.ToString() },
            RedirectStandardOutput = true,
        })!;
        try
        {
            (await LimitTests.WithinAsync(TimeSpan.FromSeconds(30), () => LimitTests.Processes(mark).Count > 0)).ShouldBeTrue();
            (await LimitTests.WithinAsync(TimeSpan.FromSeconds(30), () => Commands($"/nodemode:{mark}").Count == 1)).ShouldBeTrue();
        }
        finally
        {
            tako.Kill();
        }

        (await LimitTests.WithinAsync(TimeSpan.FromSeconds(10), () => Commands(mark).Count == 0)).ShouldBeTrue();
    }

    [Fact(Explicit = true)]
    public async Task Keeps_a_server_until_killed()
    {
        var mark = Environment.GetEnvironmentVariable("TAKO_SLEEP");
        using var repository = new TestRepository().With("MSBuild.dll", "import time; time.sleep(1000)");
        await using var limb = await OpenAsync(Enum.Parse<IsolationTier>(Environment.GetEnvironmentVariable("TAKO_TIER")!), repository);
        await RunAsync(limb, repository.Shell($"setsid /usr/bin/python3 MSBuild.dll /nodemode:{mark} >/dev/null 2>&1 </dev/null & true"));
        await RunAsync(limb, repository.Shell($"exec sleep {mark}"));
    }

    internal static async Task<WarmLimb> OpenAsync(IsolationTier tier, TestRepository repository)
    {
        var outcome = await (await Sandboxes.OfAsync(tier))
            .OpenAsync(new WarmLimbOptions { Root = repository.Root }, TestContext.Current.CancellationToken);
        return outcome.ShouldBeOfType<WarmOutcome.Opened>(outcome.ToString()).Limb;
    }

    internal static async Task<RunReport> RunAsync(WarmLimb limb, SandboxRun run)
    {
        var outcome = await limb.RunAsync(run, TestContext.Current.CancellationToken);
        return outcome.ShouldBeOfType<RunOutcome.Exited>(outcome.ToString()).Report;
    }

    private static IEnumerable<string> Lines(ChangeSet changes) => changes.Changes.Select(change =>
        change.Content is { } content
            ? $"{change.Kind} {change.Path} {Encoding.UTF8.GetString(content.Span).Trim().Replace('\n', '|')}".TrimEnd()
            : $"{change.Kind} {change.Path}");

    private static IReadOnlyList<string> Commands(string part) => [.. Directory.GetDirectories("/proc").Where(process =>
    {
        try
        {
            return File.ReadAllText(Path.Join(process, "cmdline")).Contains(part, StringComparison.Ordinal)
                && !File.ReadAllText(Path.Join(process, "cmdline")).Contains("-method", StringComparison.Ordinal)
                && !File.ReadAllText(Path.Join(process, "cmdline")).StartsWith("/bin/sh", StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    })];
}
