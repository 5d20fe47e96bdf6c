using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Tako.Core.Faults;
using Tako.Workspace.Commit;
using Tako.Workspace.Overlay;
using Tako.Workspace.Tests.Overlay;

using static Tako.Workspace.Tests.Overlay.ShadowExtensions;

namespace Tako.Workspace.Tests.Commit;

public sealed class WriteBackTests
{
    private readonly WriteBack _write = new(TimeProvider.System);

    [Fact]
    public async Task A_commit_makes_the_disk_equal_the_shadow_and_keeps_modes()
    {
        using var repo = CrashingCommit.NewRepository();
        File.SetUnixFileMode(Path.Join(repo.Root, "a.txt"), (UnixFileMode)0x1ED);
        var shadow = CrashingCommit.Change(repo.Open());
        var written = await CommitAsync(repo, shadow.Changes);
        foreach (var path in shadow.Enumerate())
            File.ReadAllBytes(path.Under(repo.Root)).ShouldBe(shadow.Read(path)!.Value.ToArray());
        repo.Open().Enumerate().ShouldBe(shadow.Enumerate());
        File.GetUnixFileMode(Path.Join(repo.Root, "a.txt")).ShouldBe((UnixFileMode)0x1ED);
        written.Receipt.MadeFolders.ShouldBe(["made", "made/deep"]);
    }

    [Fact]
    public async Task A_file_that_changed_meanwhile_is_a_conflict_and_nothing_is_written()
    {
        using var repo = CrashingCommit.NewRepository();
        var changes = CrashingCommit.Change(repo.Open()).Changes;
        var proof = CrashingCommit.Allow(changes);
        repo.Put("dir/d.txt", "someone else\n");
        repo.Put("made/new.txt", "someone else\n");
        var before = repo.TreeHash();
        (await _write.CommitAsync(changes, proof, repo.State)).ShouldBeOfType<CommitOutcome.Conflict>()
            .Paths.Select(path => path.Value).ShouldBe(["dir/d.txt", "made/new.txt"]);
        repo.TreeHash().ShouldBe(before);
    }

    [Fact]
    public async Task A_proof_for_another_change_or_repository_writes_nothing()
    {
        using var repo = CrashingCommit.NewRepository();
        using var other = CrashingCommit.NewRepository();
        var changes = CrashingCommit.Change(repo.Open()).Changes;
        var before = repo.TreeHash();
        (await _write.CommitAsync(repo.Open().With("a.txt", "else").Changes, CrashingCommit.Allow(changes), repo.State))
            .ShouldBeOfType<CommitOutcome.Failed>().Why.ShouldContain("another change set");
        (await _write.CommitAsync(CrashingCommit.Change(other.Open()).Changes, CrashingCommit.Allow(changes), repo.State))
            .ShouldBeOfType<CommitOutcome.Failed>().Why.ShouldContain(repo.Root);
        repo.TreeHash().ShouldBe(before);
    }

    [Fact]
    public async Task A_folder_that_became_a_link_is_a_conflict()
    {
        using var repo = CrashingCommit.NewRepository();
        var changes = repo.Open().With("dir/d.txt", "d2\n").Changes;
        var proof = CrashingCommit.Allow(changes);
        Directory.Move(Path.Join(repo.Root, "dir"), Path.Join(repo.State, "dir"));
        File.CreateSymbolicLink(Path.Join(repo.Root, "dir"), Path.Join(repo.State, "dir"));
        (await _write.CommitAsync(changes, proof, repo.State)).ShouldBeOfType<CommitOutcome.Conflict>();
        File.ReadAllText(Path.Join(repo.State, "dir/d.txt")).ShouldBe("d\n");
    }

    [Fact]
    public async Task Only_one_writer_at_a_time()
    {
        using var repo = CrashingCommit.NewRepository();
        var changes = CrashingCommit.Change(repo.Open()).Changes;
        using (RepositoryLock.TryTake(repo.State, repo.Root))
            (await _write.CommitAsync(changes, CrashingCommit.Allow(changes), repo.State))
                .ShouldBeOfType<CommitOutcome.Failed>().Why.ShouldContain("Another process");
        await CommitAsync(repo, changes);
    }

    [Fact]
    public async Task The_journal_may_not_lie_in_the_repository()
    {
        using var repo = CrashingCommit.NewRepository();
        var changes = CrashingCommit.Change(repo.Open()).Changes;
        (await _write.CommitAsync(changes, CrashingCommit.Allow(changes), Path.Join(repo.Root, "state")))
            .ShouldBeOfType<CommitOutcome.Failed>().Why.ShouldContain("inside the repository");
    }

    [Fact]
    public async Task A_recovery_does_not_overwrite_what_someone_wrote_after_the_crash()
    {
        using var repo = CrashingCommit.NewRepository();
        CrashingCommit.Run(repo, 7, "commit").ShouldBeFalse();
        repo.Put("dir/d.txt", "someone else\n");
        (await _write.RecoverAsync(repo.State)).ShouldHaveSingleItem().Why!.ShouldContain("dir/d.txt");
        repo.Text("dir/d.txt").ShouldBe("someone else\n");
    }

    [Fact]
    public async Task An_undo_refuses_when_a_file_changed_since()
    {
        using var repo = CrashingCommit.NewRepository();
        var written = await CommitAsync(repo, CrashingCommit.Change(repo.Open()).Changes);
        repo.Put("made/new.txt", "worked on\n");
        var before = repo.TreeHash();
        (await _write.UndoAsync(written.Receipt, repo.State)).ShouldBeOfType<UndoOutcome.ChangedSince>()
            .Paths.Select(path => path.Value).ShouldBe(["made/new.txt"]);
        repo.TreeHash().ShouldBe(before);
    }

    [Fact]
    public async Task A_deleted_link_comes_back_as_a_link()
    {
        using var repo = new TempRepository(("a.txt", "a"));
        File.CreateSymbolicLink(Path.Join(repo.Root, "link"), "a.txt");
        var before = repo.TreeHash();
        var written = await CommitAsync(repo, repo.Open().Without("link").Changes);
        File.Exists(Path.Join(repo.Root, "link")).ShouldBeFalse();
        var receipt = CommitReceipt.FromJson(written.Receipt.ToJson()).ShouldBeOfType<Parsed<CommitReceipt>.Ok>().Value;
        (await _write.UndoAsync(receipt, repo.State)).ShouldBeOfType<UndoOutcome.Undone>();
        repo.TreeHash().ShouldBe(before);
    }

    [Fact]
    public async Task A_file_may_take_the_place_of_a_folder_and_back()
    {
        using var repo = new TempRepository(("x/inner.txt", "i"));
        var before = repo.TreeHash();
        var written = await CommitAsync(repo, repo.Open().Without("x/inner.txt").With("x", "now a file").Changes);
        repo.Text("x").ShouldBe("now a file");
        (await _write.UndoAsync(written.Receipt, repo.State)).ShouldBeOfType<UndoOutcome.Undone>();
        repo.TreeHash().ShouldBe(before);
    }

    [Fact]
    public void Any_edits_committed_and_undone_restore_every_byte() => Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), steps =>
    {
        using var repo = ShadowModelTests.NewRepository();
        var before = repo.TreeHash();
        var shadow = ShadowModelTests.Play(repo.Open(), steps);
        var written = CommitAsync(repo, shadow.Changes).GetAwaiter().GetResult();
        repo.Open().Enumerate().ShouldBe(shadow.Enumerate());
        var undone = _write.UndoAsync(written.Receipt, repo.State).AsTask().GetAwaiter().GetResult();
        undone.ShouldBeOfType<UndoOutcome.Undone>(undone.ToString());
        repo.TreeHash().ShouldBe(before);
        Directory.EnumerateFiles(repo.Root, "*.tmp", SearchOption.AllDirectories).ShouldBeEmpty();
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public async Task Fifty_files_cost_little_beside_their_flushes()
    {
        using var repo = new TempRepository();
        var shadow = Enumerable.Range(0, 50)
            .Aggregate(repo.Open(), (current, index) => current.With($"f{index}.txt", new string('x', 2_000)));
        var changes = shadow.Changes;
        var proof = CrashingCommit.Allow(changes);
        var bare = Measure(() =>
        {
            for (var index = 0; index < 50; index++)
            {
                using var file = new FileStream(Path.Join(repo.State, $"bare{index}"), FileMode.Create);
                file.Write(changes.Changes[index].Content!.Value.Span);
                file.Flush(flushToDisk: true);
            }
        });
        var start = Stopwatch.GetTimestamp();
        (await _write.CommitAsync(changes, proof, repo.State)).ShouldBeOfType<CommitOutcome.Written>();
        var took = Stopwatch.GetElapsedTime(start);
        TestContext.Current.SendDiagnosticMessage(
            $"commit of 50 files {took.TotalMilliseconds:F1} ms, " +
            $"50 bare flushed writes {bare.TotalMilliseconds:F1} ms");
        took.ShouldBeLessThan((bare * 4) + TimeSpan.FromMilliseconds(250));
    }

    private static TimeSpan Measure(Action run)
    {
        var start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start);
    }

    private async Task<CommitOutcome.Written> CommitAsync(TempRepository repo, ChangeSet changes) =>
        (await _write.CommitAsync(changes, CrashingCommit.Allow(changes), repo.State)).ShouldBeOfType<CommitOutcome.Written>();
}
