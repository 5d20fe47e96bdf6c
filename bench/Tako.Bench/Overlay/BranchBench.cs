using System.Diagnostics;
using System.Text;
using Tako.Bench.Sandbox;
using Tako.Workspace.Commit;
using Tako.Workspace.Guard;
using Tako.Workspace.Overlay;

namespace Tako.Bench.Overlay;

/// <summary>A change of 50 files committed to a branch, beside what 'git add' and 'git commit' take for the same change.</summary>
internal static class BranchBench
{
    private const int Files = 50;
    private const int Rounds = 9;
    private static readonly TimeProvider Time = TimeProvider.System;
    private static readonly string[] Durable = ["-c", "core.fsync=loose-object,reference", "-c", "core.fsyncMethod=batch"];

    public static async Task<int> RunAsync(string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("tako-bench-").FullName;
        try
        {
            var (root, other) = (Path.Join(folder, "tako"), Path.Join(folder, "git"));
            foreach (var repository in new[] { root, other })
            {
                SampleRepository.Make(repository, 1_000);
                Git(repository, "config", "user.name", "b");
                Git(repository, "config", "user.email", "b@example.org");
            }

            Git(other, "status", "--porcelain");
            var names = Enumerable.Range(0, Files).Select(file => $"d{file % 10}/f{(file % 10 * 100) + file}").ToList();
            var (commits, bare) = (new List<double>(), new List<double>());
            for (var round = 0; round <= Rounds; round++)
            {
                var content = Encoding.UTF8.GetBytes($"round {round} {new string('x', 2_000)}");
                commits.Add(await TakoAsync(root, names, content, $"bench/{round}"));
                foreach (var name in names)
                    File.WriteAllBytes(Path.Join(other, name), content);
                var started = Time.GetTimestamp();
                Git(other, [.. Durable, "add", "-A"]);
                Git(other, [.. Durable, "commit", "-q", "-m", "round"]);
                bare.Add(Time.GetElapsedTime(started).TotalMilliseconds);
            }

            // The first round warms up.
            var (commit, git) = (Middle(commits[1..]), Middle(bare[1..]));
            Console.WriteLine($"commit of {Files} files to a branch {commit:F1} ms, 'git add' and 'git commit' of the same {git:F1} ms, "
                + $"ratio {commit / git:F2}, medians of {Rounds}");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> TakoAsync(string root, IReadOnlyList<string> names, byte[] content, string branch)
    {
        var changes = names.Aggregate(((OpenOutcome.Opened)Shadow.Open(root)).Shadow,
            (shadow, name) => ((StageOutcome.Staged)shadow.Write(At(name), content)).Shadow).Changes;
        var guard = new IntentGuard(Constitution.Load(root, new()), _ => [], []);
        var evidence = new Evidence { ChangeSetHash = changes.Hash, TestsGreen = true, Tests = ["test"], Tier = "L1" };
        if (guard.Judge(changes, evidence, new GuardCapability { ApprovedHash = changes.Hash }) is not GuardVerdict.Allow proof)
            throw new InvalidOperationException("The guard refused the measured change.");
        var started = Time.GetTimestamp();
        var outcome = await new BranchCommit(Time).CommitAsync(changes, proof, new BranchRequest { Branch = branch, Message = "round" });
        var took = Time.GetElapsedTime(started).TotalMilliseconds;
        return outcome is BranchOutcome.Committed ? took : throw new InvalidOperationException($"The measured commit failed: {outcome}");
    }

    private static RepoPath At(string name) =>
        RepoPath.TryParse(name, out var path, out var why) ? path : throw new InvalidOperationException(why);

    private static void Git(string root, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = root, RedirectStandardOutput = true })!;
        git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        if (git.ExitCode != 0)
            throw new InvalidOperationException($"git {string.Join(' ', arguments)} failed in {root}.");
    }

    private static double Middle(IEnumerable<double> times) => times.Order().ElementAt(times.Count() / 2);
}
