using Tako.Workspace.Sandbox;

namespace Tako.Workspace.Tests.Sandbox;

/// <summary>What a command sees, and that the repository stays what it was.</summary>
public sealed class ShadowTests
{
    public static TheoryData<IsolationTier> Overlays => new(IsolationTier.L1, IsolationTier.L2);

    public static TheoryData<IsolationTier> All => new(IsolationTier.L1, IsolationTier.L2, IsolationTier.L3, IsolationTier.L4);

    [Fact]
    public async Task Every_tier_is_reported_and_says_how_to_mend_what_does_not_work()
    {
        var ladder = await Sandboxes.Ladder;
        ladder.Reports.Select(report => report.Tier).ShouldBe(Enum.GetValues<IsolationTier>());
        ladder.Reports.ShouldAllBe(report => report.Works || (report.WhyNot != null && report.HowToMend != null));
        ladder.Reports.ShouldAllBe(report => report.Protections.Count >= 14);
        TestContext.Current.SendDiagnosticMessage(string.Join('\n', ladder.Reports));
    }

    [Theory, MemberData(nameof(All))]
    public async Task Staged_files_lie_over_the_disk_and_the_disk_stays_as_it_was(IsolationTier tier)
    {
        using var repository = new TestRepository().With("kept.txt", "disk").With("a/edited.txt", "old")
            .With("a/gone.txt", "gone").Committed();
        var before = repository.Hash();
        var run = repository.Shell(
            "cat kept.txt a/edited.txt new/deep/file.txt; ls a; echo written > kept.txt; rm -r a; mkdir b; " +
            "cat kept.txt; ls") with
        {
            Staged = repository.Stage(("a/edited.txt", "new "), ("a/gone.txt", null), ("new/deep/file.txt", "made ")),
        };
        var report = await Sandboxes.RunAsync(tier, run);
        report.StandardError.ShouldBe("");
        report.StandardOutput.ShouldBe("disknew made edited.txt\nwritten\nb\nkept.txt\nnew\n");
        report.Tier.ShouldBe(tier);
        repository.Hash().ShouldBe(before);
        repository.Command("git", "status", "--porcelain").ShouldBe("");
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task The_shadow_is_at_the_repositorys_own_path_whatever_it_is_called(IsolationTier tier)
    {
        foreach (var name in new[] { "with space", "quote'\"double", "comma,colon:hash#", "back\\slash", "$(touch x);*" })
        {
            using var repository = new TestRepository(name).With("file", "there");
            var report = await Sandboxes.RunAsync(tier, repository.Shell("pwd; cat file; echo more > other; ls"));
            report.StandardError.ShouldBe("");
            report.StandardOutput.ShouldBe($"{repository.Root}\ntherefile\nother\n");
            File.Exists(Path.Join(repository.Root, "other")).ShouldBeFalse();
        }
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task A_repository_in_the_home_folder_or_under_run_is_visible(IsolationTier tier)
    {
        var parents = new[] { Environment.GetEnvironmentVariable("HOME"), "/run", "/dev/shm", "/var/tmp", "/tmp" };
        foreach (var parent in parents.Where(parent => parent is not null && CanWrite(parent)))
        {
            using var repository = new TestRepository(parent: parent).With("file", parent!);
            var report = await Sandboxes.RunAsync(tier, repository.Shell("cat file; touch x; ls; ls -A .. | wc -l"));
            report.StandardOutput.ShouldBe($"{parent}file\nx\n1\n");
        }
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task A_root_reached_through_a_link_works(IsolationTier tier)
    {
        using var repository = new TestRepository().With("file", "there");
        var link = Path.Join(repository.Parent, "link");
        File.CreateSymbolicLink(link, repository.Root);
        var report = await Sandboxes.RunAsync(tier, repository.Shell($"cat file; cat '{link}/file'") with { Root = link });
        report.StandardOutput.ShouldBe("therethere");
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task A_work_tree_whose_git_folder_is_elsewhere_still_answers_git(IsolationTier tier)
    {
        using var repository = new TestRepository("main").With("file", "there").Committed();
        repository.Command("git", "worktree", "add", "-q", "../tree", "-b", "other");
        var run = repository.Shell("git status --porcelain && git log --oneline | wc -l; echo x >> .git") with
        {
            Root = Path.Join(repository.Parent, "tree"),
        };
        var report = await Sandboxes.RunAsync(tier, run);
        report.StandardOutput.ShouldBe("1\n");
        report.StandardError.ShouldContain("Read-only");
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task Protected_files_are_taken_from_the_disk(IsolationTier tier)
    {
        using var repository = new TestRepository().With("tests/a.txt", "disk").With("tests/b.txt", "disk").With("src.txt", "old");
        var run = repository.Shell("cat tests/a.txt tests/b.txt src.txt") with
        {
            Staged = repository.Stage(("tests/a.txt", "fake"), ("tests/b.txt", null), ("src.txt", "new")),
            ProtectedFromDisk = ["tests/"],
        };
        (await Sandboxes.RunAsync(tier, run)).StandardOutput.ShouldBe("diskdisknew");
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task Staged_files_never_follow_a_link_out_of_the_repository(IsolationTier tier)
    {
        using var repository = new TestRepository().With("file", "x");
        var outside = Directory.CreateDirectory(Path.Join(repository.Parent, "outside")).FullName;
        File.CreateSymbolicLink(Path.Join(repository.Root, "folder"), outside);
        var outcome = await (await Sandboxes.OfAsync(tier)).RunAsync(
            repository.Shell("cat folder/new") with { Staged = repository.Stage(("folder/new", "escaped")) }, CancellationToken.None);
        Directory.EnumerateFileSystemEntries(outside).ShouldBeEmpty();
        if (tier == IsolationTier.L1)
            outcome.ShouldBeOfType<RunOutcome.Refused>();
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task What_cannot_be_isolated_is_refused_with_a_way_out(IsolationTier tier)
    {
        var sandbox = await Sandboxes.OfAsync(tier);
        foreach (var root in new[] { "/", "/usr", "/proc", "/no/such/folder", Path.GetTempPath() })
        {
            var refused = (await sandbox.RunAsync(new SandboxRun { Root = root, Command = ["true"] }, CancellationToken.None))
                .ShouldBeOfType<RunOutcome.Refused>();
            refused.WayOut.ShouldNotBeEmpty();
        }

        using var repository = new TestRepository();
        (await sandbox.RunAsync(repository.Run("no-such-program"), CancellationToken.None)).ShouldBeOfType<RunOutcome.Refused>()
            .Why.ShouldContain("no-such-program");
        (await sandbox.RunAsync(repository.Run("true") with { WorkingDirectory = "../.." }, CancellationToken.None))
            .ShouldBeOfType<RunOutcome.Refused>();
    }

    [Theory, MemberData(nameof(All))]
    public async Task Exit_codes_and_signals_are_told_apart(IsolationTier tier)
    {
        using var repository = new TestRepository();
        (await Sandboxes.RunAsync(tier, repository.Shell("exit 3"))).ExitCode.ShouldBe(3);
        (await Sandboxes.RunAsync(tier, repository.Shell("kill -TERM $$"))).ExitCode.ShouldBe(128 + 15);
    }

    private static bool CanWrite(string folder)
    {
        try
        {
            Directory.Delete(Directory.CreateDirectory(Path.Join(folder, $"tako-{Environment.ProcessId}")).FullName);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
