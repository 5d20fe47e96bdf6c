using System.Text;
using Tako.Workspace.Commit;
using Tako.Workspace.Guard;
using Tako.Workspace.Overlay;

namespace Tako.Bench.Overlay;

/// <summary>Reads of staged files beside reads from disk, and a commit of 50 files beside 50 flushed writes.</summary>
internal static class OverlayBench
{
    private const int Reads = 1_000;
    private const int Files = 50;
    private static readonly TimeProvider Time = TimeProvider.System;

    public static async Task<int> RunAsync(string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("tako-bench-").FullName;
        try
        {
            Read(Path.Join(folder, "reads"));
            await CommitAsync(folder);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Read(string root)
    {
        var names = Enumerable.Range(0, Reads).Select(index => $"src/folder{index % 10}/file{index}.txt").ToList();
        foreach (var name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Join(root, name))!);
            File.WriteAllText(Path.Join(root, name), "content");
        }

        var paths = names.Select(At).ToArray();
        var staged = Stage(root, names);
        // Enough rounds for the compiler to have done its last.
        var shadow = Median(5_000, () => Array.ForEach(paths, path => staged.Read(path)));
        var disk = Median(7, () => names.ForEach(name => File.ReadAllBytes(Path.Join(root, name))));
        Console.WriteLine(
            $"{Reads} staged reads {shadow:F3} ms, {Reads} reads of the same files from disk {disk:F1} ms, "
            + $"ratio {shadow / disk:F4}");
    }

    private static async Task CommitAsync(string folder)
    {
        var (commits, bare) = (new List<double>(), new List<double>());
        var state = Directory.CreateDirectory(Path.Join(folder, "state")).FullName;
        var names = Enumerable.Range(0, Files).Select(index => $"f{index}.txt").ToList();
        for (var round = 0; round < 8; round++)
        {
            bare.Add(await TakeAsync(() =>
            {
                foreach (var name in names)
                {
                    using var file = new FileStream(Path.Join(state, $"{name}-{round}"), FileMode.Create);
                    file.Write(Content);
                    file.Flush(flushToDisk: true);
                }

                return Task.CompletedTask;
            }));
            var root = Directory.CreateDirectory(Path.Join(folder, $"commit{round}")).FullName;
            var changes = Stage(root, names).Changes;
            var guard = new IntentGuard(Constitution.Load(root, new()), _ => [], []);
            var evidence = new Evidence { ChangeSetHash = changes.Hash, TestsGreen = true, Tests = ["test"], Tier = "L1" };
            if (guard.Judge(changes, evidence, new GuardCapability { ApprovedHash = changes.Hash }) is not GuardVerdict.Allow proof)
                throw new InvalidOperationException("The guard refused the measured change.");
            commits.Add(await TakeAsync(async () =>
            {
                if (await new WriteBack(Time).CommitAsync(changes, proof, state) is not CommitOutcome.Written)
                    throw new InvalidOperationException("The measured commit failed.");
            }));
        }

        var (commit, flushed) = (Middle(commits[1..]), Middle(bare[1..]));
        Console.WriteLine(
            $"commit of {Files} files {commit:F1} ms, {Files} writes each with fsync {flushed:F1} ms, "
            + $"ratio {commit / flushed:F2}, difference {commit - flushed:F1} ms");
    }

    private static byte[] Content => Encoding.UTF8.GetBytes(new string('x', 2_000));

    private static Shadow Stage(string root, IEnumerable<string> names) => names.Aggregate(
        ((OpenOutcome.Opened)Shadow.Open(root)).Shadow,
        (shadow, name) => ((StageOutcome.Staged)shadow.Write(At(name), Content)).Shadow);

    private static RepoPath At(string name) =>
        RepoPath.TryParse(name, out var path, out var why) ? path : throw new InvalidOperationException(why);

    private static async Task<double> TakeAsync(Func<Task> action)
    {
        var started = Time.GetTimestamp();
        await action();
        return Time.GetElapsedTime(started).TotalMilliseconds;
    }

    private static double Median(int rounds, Action action)
    {
        var times = new List<double>();
        for (var round = 0; round <= rounds; round++)
        {
            var started = Time.GetTimestamp();
            action();
            if (round > 0)
                times.Add(Time.GetElapsedTime(started).TotalMilliseconds);
        }

        return Middle(times);
    }

    private static double Middle(IEnumerable<double> times) => times.Order().ElementAt(times.Count() / 2);
}
