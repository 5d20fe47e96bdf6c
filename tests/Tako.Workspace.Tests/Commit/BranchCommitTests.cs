using System.Diagnostics;
using Tako.Core.Faults;
using Tako.Workspace.Commit;
using Tako.Workspace.Overlay;
using Tako.Workspace.Tests.Overlay;

namespace Tako.Workspace.Tests.Commit;

public sealed class BranchCommitTests : IDisposable
{
    private readonly TempRepository _repo = CrashingCommit.NewRepository();
    private readonly BranchCommit _commit = new(TimeProvider.System);

    public BranchCommitTests() => GitFolder.Make(_repo.Root);

    public void Dispose() => _repo.Dispose();

    private ValueTask<BranchOutcome> CommitAsync(Shadow shadow, string branch = "tako/work", bool evenCheckedOut = false) =>
        _commit.CommitAsync(shadow.Changes, CrashingCommit.Allow(shadow.Changes),
            new BranchRequest { Branch = branch, Message = "Mend it", EvenCheckedOut = evenCheckedOut });

    // Together with the index, but without git's objects and references.
    private string Files() => string.Join('\n', _repo.TreeHash().Split('\n').Where(line => !line.StartsWith("/.git/")
        || line.StartsWith("/.git/index")));

    [Fact]
    public async Task A_commit_makes_the_branch_and_touches_neither_files_nor_index_nor_head()
    {
        var before = (Files(), GitFolder.Ask(_repo.Root, "status", "--porcelain"), GitFolder.Ask(_repo.Root, "rev-parse", "HEAD"));
        var shadow = CrashingCommit.Change(_repo.Open());

        var receipt = (await CommitAsync(shadow)).ShouldBeOfType<BranchOutcome.Committed>().Receipt;

        (Files(), GitFolder.Ask(_repo.Root, "status", "--porcelain"), GitFolder.Ask(_repo.Root, "rev-parse", "HEAD")).ShouldBe(before);
        GitFolder.Ask(_repo.Root, "rev-parse", "tako/work").Trim().ShouldBe(receipt.Branch!.Commit);
        GitFolder.Ask(_repo.Root, "ls-tree", "-r", "--name-only", "tako/work").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ShouldBe(["a.txt", "dir/d.txt", "made/deep/c.txt", "made/new.txt", "same.txt"]);
        GitFolder.Ask(_repo.Root, "show", "tako/work:a.txt").ShouldBe("changed\n");
        GitFolder.Ask(_repo.Root, "log", "-1", "--format=%an <%ae>%n%B", "tako/work")
            .ShouldStartWith("someone <someone@localhost>\nMend it\n");
        GitFolder.Ask(_repo.Root, "fsck", "--strict").ShouldBe("");
        receipt.Branch.Previous.ShouldBeNull();
        ((Parsed<CommitReceipt>.Ok)CommitReceipt.FromJson(receipt.ToJson())).Value.Branch.ShouldBe(receipt.Branch);
        (await BranchCommit.FindAsync(_repo.Root, "tako/work", shadow.Hash))!.Commit.ShouldBe(receipt.Branch.Commit);
        (await BranchCommit.FindAsync(_repo.Root, "tako/work", "another")).ShouldBeNull();
    }

    [Fact]
    public async Task An_undo_moves_the_branch_back_or_takes_it_away_unless_it_moved_on()
    {
        var first = (await CommitAsync(_repo.Open().With("a.txt", "two\n"))).ShouldBeOfType<BranchOutcome.Committed>().Receipt;
        var second = (await CommitAsync(_repo.Open().With("same.txt", "other\n"))).ShouldBeOfType<BranchOutcome.Committed>().Receipt;
        second.Branch!.Previous.ShouldBe(first.Branch!.Commit);

        (await _commit.UndoAsync(first)).ShouldBeOfType<UndoOutcome.Failed>().Why.ShouldContain("moved on");
        (await _commit.UndoAsync(second)).ShouldBeOfType<UndoOutcome.Undone>();
        GitFolder.Ask(_repo.Root, "rev-parse", "tako/work").Trim().ShouldBe(first.Branch.Commit);
        (await _commit.UndoAsync(first)).ShouldBeOfType<UndoOutcome.Undone>();
        GitFolder.Ask(_repo.Root, "branch", "--list", "tako/work").ShouldBe("");
    }

    [Fact]
    public async Task A_file_that_differs_between_disk_and_branch_is_a_conflict_and_nothing_moves()
    {
        File.WriteAllText(Path.Join(_repo.Root, "a.txt"), "not committed\n");

        (await CommitAsync(_repo.Open().With("a.txt", "two\n"))).ShouldBeOfType<BranchOutcome.Conflict>().Paths[0].Value.ShouldBe("a.txt");

        GitFolder.Ask(_repo.Root, "branch", "--list", "tako/work").ShouldBe("");
    }

    [Fact]
    public async Task A_branch_that_is_checked_out_anywhere_is_refused_unless_asked()
    {
        var shadow = _repo.Open().With("a.txt", "two\n");
        GitFolder.Ask(_repo.Root, "worktree", "add", "-q", "-b", "elsewhere", Path.Join(_repo.State, "tree"));

        (await CommitAsync(shadow, "main")).ShouldBeOfType<BranchOutcome.Failed>().Why.ShouldContain("checked out");
        (await CommitAsync(shadow, "elsewhere")).ShouldBeOfType<BranchOutcome.Failed>().Why.ShouldContain("checked out");
        (await CommitAsync(shadow, "not a name")).ShouldBeOfType<BranchOutcome.Failed>().Why.ShouldContain("no name");
        (await CommitAsync(shadow, "elsewhere", evenCheckedOut: true)).ShouldBeOfType<BranchOutcome.Committed>();
    }

    [Fact]
    public async Task A_detached_head_is_where_a_new_branch_begins_and_no_hook_runs()
    {
        GitFolder.Ask(_repo.Root, "checkout", "-q", "--detach");
        foreach (var hook in new[] { "pre-commit", "reference-transaction", "post-commit" })
        {
            var file = Path.Join(_repo.Root, ".git/hooks", hook);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, $"#!/bin/sh\necho ran > {Path.Join(_repo.State, "hook")}\nexit 1\n");
            File.SetUnixFileMode(file, (UnixFileMode)0x1ED);
        }

        (await CommitAsync(_repo.Open().With("a.txt", "two\n"))).ShouldBeOfType<BranchOutcome.Committed>();

        File.Exists(Path.Join(_repo.State, "hook")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_branch_that_another_moves_in_between_is_left_to_them()
    {
        var theirs = GitFolder.Ask(_repo.Root, "rev-parse", "HEAD").Trim();
        var commit = new BranchCommit(TimeProvider.System)
        {
            AtStep = step => _ = step == "stored" ? GitFolder.Ask(_repo.Root, "branch", "tako/work", theirs) : "",
        };
        var changes = _repo.Open().With("a.txt", "two\n").Changes;

        (await commit.CommitAsync(changes, CrashingCommit.Allow(changes), new BranchRequest { Branch = "tako/work", Message = "Mend it" }))
            .ShouldBeOfType<BranchOutcome.Moved>();

        GitFolder.Ask(_repo.Root, "rev-parse", "tako/work").Trim().ShouldBe(theirs);
    }

    [Fact]
    public async Task A_permission_for_another_change_opens_nothing()
    {
        var allowed = CrashingCommit.Allow(_repo.Open().With("a.txt", "two\n").Changes);

        (await _commit.CommitAsync(_repo.Open().With("a.txt", "three\n").Changes, allowed,
            new BranchRequest { Branch = "b", Message = "m" }))
            .ShouldBeOfType<BranchOutcome.Failed>().Why.ShouldContain("allowed another");
    }

    [Fact]
    public async Task A_commit_killed_at_any_step_leaves_the_old_branch_or_the_new_one()
    {
        var seen = new HashSet<bool>();
        for (var step = 0; step < 10; step++)
        {
            using var repo = CrashingCommit.NewRepository();
            GitFolder.Make(repo.Root);
            var finished = CrashingCommit.Run(repo, step, "branch");
            var there = GitFolder.Ask(repo.Root, "branch", "--list", "tako/work").Length > 0;
            seen.Add(there);
            GitFolder.Ask(repo.Root, "fsck", "--strict", "--connectivity-only").ShouldNotContain("missing");
            GitFolder.Ask(repo.Root, "status", "--porcelain").ShouldBe("");
            var changes = CrashingCommit.Change(repo.Open()).Changes;
            (await BranchCommit.FindAsync(repo.Root, "tako/work", changes.Hash) is not null).ShouldBe(there);
            if (finished)
            {
                step.ShouldBe(4);
                seen.Count.ShouldBe(2);
                return;
            }
        }

        throw new InvalidOperationException("The commit never came to its end.");
    }
}

/// <summary>A git repository made of a folder.</summary>
internal static class GitFolder
{
    public static void Make(string root)
    {
        Ask(root, "init", "-q", "-b", "main");
        Ask(root, "config", "user.name", "someone");
        Ask(root, "config", "user.email", "someone@localhost");
        Ask(root, "add", "-A");
        Ask(root, "commit", "-q", "-m", "files");
    }

    public static string Ask(string root, params string[] words)
    {
        using var git = Process.Start(new ProcessStartInfo("git", words)
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return said;
    }
}
