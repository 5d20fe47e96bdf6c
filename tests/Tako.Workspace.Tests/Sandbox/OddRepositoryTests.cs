using System.Diagnostics;
using Tako.Workspace.Sandbox;

namespace Tako.Workspace.Tests.Sandbox;

/// <summary>Repositories and machines as they are found.</summary>
public sealed class OddRepositoryTests
{
    public static TheoryData<IsolationTier> Overlays => new(IsolationTier.L1, IsolationTier.L2);

    [Theory, MemberData(nameof(Overlays))]
    public async Task Files_of_other_owners_can_be_staged_and_keep_their_owners(IsolationTier tier)
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root has files of others");
        using var repository = new TestRepository().With("mine.txt", "mine").With("others/root.txt", "root")
            .With("others/third.txt", "third");
        Run("chown", "-R", "1234:1234", repository.Root);
        Run("chown", "0:0", Path.Join(repository.Root, "others/root.txt"));
        Run("chown", "4321:4321", Path.Join(repository.Root, "others/third.txt"), Path.Join(repository.Root, "others"));
        var before = repository.Hash();
        var run = repository.Shell("id -u; stat -c %u others/root.txt others/third.txt others/new.txt mine.txt; echo x > mine.txt; "
            + "cat mine.txt others/*; echo hacked > others/third.txt") with
        {
            Staged = repository.Stage(("others/root.txt", "staged"), ("others/new.txt", "new")),
        };
        var report = await Sandboxes.RunAsync(tier, run);
        report.StandardOutput.ShouldBe("1234\n1234\n4321\n1234\n1234\nx\nnewstagedthird");
        report.StandardError.ShouldContain("denied");
        repository.Hash().ShouldBe(before);
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task A_repository_on_a_memory_file_system_with_an_odd_name_works(IsolationTier tier)
    {
        using var repository = new TestRepository("größe: a, b – 日本", "/dev/shm").With("datei ä.txt", "there");
        var run = repository.Shell("cat *.txt; echo x > ñ; ls | wc -l") with { Staged = repository.Stage(("neu é.txt", " staged")) };
        (await Sandboxes.RunAsync(tier, run)).StandardOutput.ShouldBe("there staged3\n");
        Directory.GetFileSystemEntries(repository.Root).Length.ShouldBe(1);
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task A_repository_on_stacked_overlays_is_refused_with_a_way_out(IsolationTier tier)
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root may mount");
        var sandbox = await Sandboxes.OfAsync(tier);
        using var folder = new TestRepository();
        var below = folder.Root;
        var mounted = new List<string>();
        try
        {
            Run("mount", "-t", "tmpfs", "tako-test", folder.Root);
            mounted.Add(folder.Root);
            foreach (var name in new[] { "one", "two" })
            {
                var made = new[] { "upper", "work", "merged", "lower" }
                    .Select(part => Directory.CreateDirectory(Path.Join(folder.Root, $"{name}-{part}")).FullName).ToArray();
                var lower = name == "one" ? made[3] : below;
                Run("mount", "-t", "overlay", "tako-test", "-o", $"lowerdir={lower},upperdir={made[0]},workdir={made[1]}", made[2]);
                mounted.Add(made[2]);
                below = made[2];
            }

            File.WriteAllText(Path.Join(below, "file"), "there");
            var outcome = await sandbox.RunAsync(
                new SandboxRun { Root = below, Command = ["cat", "file"] }, TestContext.Current.CancellationToken);
            var refused = outcome.ShouldBeOfType<RunOutcome.Refused>(outcome.ToString());
            refused.Why.ShouldContain("overlay");
            refused.WayOut.ShouldContain("L3");
            File.ReadAllText(Path.Join(below, "file")).ShouldBe("there");
        }
        finally
        {
            mounted.Reverse();
            foreach (var mount in mounted)
                Run("umount", "-l", mount);
        }
    }

    [Fact]
    public void A_tool_chain_is_found_from_the_path_and_nothing_wider_than_it()
    {
        using var home = new TestRepository("home")
            .With(".pyenv/shims/python3", "#!").With(".pyenv/versions/3.12/bin/python", "").With(".pyenv/libexec/pyenv", "")
            .With("conda/bin/python", "").With("conda/lib/x", "").With(".local/bin/tool", "").With(".local/lib/x", "").With("bin/own", "");
        File.CreateSymbolicLink(Path.Join(home.Root, ".local/bin/py"), Path.Join(home.Root, ".pyenv/versions/3.12/bin/python"));
        string[] Of(string folder) => [.. Toolchains.OfPath(Path.Join(home.Root, folder), home.Root)
            .Select(path => Path.GetRelativePath(home.Root, path)).Order(StringComparer.Ordinal)];
        Of(".pyenv/shims").ShouldBe([".pyenv", ".pyenv/shims"]);
        Of("conda/bin").ShouldBe(["conda", "conda/bin"]);
        Of(".local/bin").ShouldBe([".local/bin", ".pyenv/versions/3.12/bin/python"]);
        Of("bin").ShouldBe(["bin"]);
        Toolchains.OfPath(home.Root, home.Root).ShouldBeEmpty();
        foreach (var wide in new[] { "/", "/root", "/home", "/home/somebody", "relative" })
            Toolchains.OfPath(wide, home.Root).ShouldBeEmpty();
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
    }
}
