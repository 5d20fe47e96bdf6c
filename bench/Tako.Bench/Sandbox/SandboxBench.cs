using System.Diagnostics;
using Tako.Workspace.Overlay;
using Tako.Workspace.Sandbox;
using Tako.Workspace.Sandbox.Warm;

namespace Tako.Bench.Sandbox;

/// <summary>
/// What a shadow costs: set-up beside copying, for repositories of growing size, and a test command inside beside outside.
/// "first" is a run for which nothing was made ready, "at once" one that follows the last without a pause. The sizes take turns
/// within each round, so that whatever else the machine does falls on all of them.
/// Arguments: <c>--large</c> adds a repository of 100,000 files; <c>--rounds N</c>; <c>--set-up</c> leaves out all but the shadows.
/// </summary>
internal static class SandboxBench
{
    private const int WarmUp = 40;
    private const double Growth = 1.3;
    private static readonly IsolationTier[] Tiers = [IsolationTier.L1, IsolationTier.L2];
    private static readonly TimeProvider Time = TimeProvider.System;

    public static async Task<int> RunAsync(string[] args)
    {
        var rounds = Array.IndexOf(args, "--rounds") is var at and >= 0 ? int.Parse(args[at + 1]) : 30;
        var sizes = args.Contains("--large") ? new[] { 10, 1_000, 100_000 } : [10, 1_000];
        var folder = Directory.CreateTempSubdirectory("tako-bench-").FullName;
        var began = Time.GetTimestamp();
        try
        {
            var ladder = await SandboxLadder.ProbeAsync(
                new SandboxOptions { StateFolder = Path.Join(folder, "state") }, CancellationToken.None);
            Console.WriteLine(
                $"machine: {Environment.ProcessorCount} processors, {Environment.OSVersion}; "
                + $"medians of {rounds} rounds; no durability; load {Load()}");
            foreach (var size in sizes)
                SampleRepository.Make(Root(folder, size), size);
            await SpawnAsync("sync");
            var table = new SetUpTable(sizes);
            await ShadowsAsync(ladder, folder, sizes, rounds, table);
            if (!args.Contains("--set-up"))
            {
                // Last, and small before large: the writing back of copies would fall on all that follows.
                foreach (var size in sizes)
                {
                    foreach (var (name, milliseconds, cut) in await CopyBaselines.MeasureAsync(
                        Root(folder, size), Path.Join(folder, $"copies{size}"), size < 100_000 ? 3 : 1))
                        table.Add(size, name, milliseconds, cut);
                }
            }

            table.Print(Growth);
            await WarmWalk.MeasureAsync(ladder, [.. sizes.Select(size => (size, Root(folder, size)))]);
            if (!args.Contains("--set-up"))
            {
                await CommandAsync(ladder, Root(folder, sizes[0]));
                await HogRows.MeasureAsync(ladder, Root(folder, sizes[0]));
                await BuildAsync(ladder, Path.Join(folder, "project"));
            }

            Console.WriteLine($"took {Time.GetElapsedTime(began).TotalSeconds:F0} s; load now {Load()}");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Root(string folder, int size) => Path.Join(folder, $"r{size}");

    private static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    private static async Task ShadowsAsync(SandboxLadder ladder, string folder, int[] sizes, int rounds, SetUpTable table)
    {
        // The first calls of this process are compiled as they run.
        foreach (var tier in Tiers)
        {
            for (var round = 0; round < WarmUp && ladder.Exactly(tier) is { } sandbox; round++)
                await RunAsync(sandbox, Root(folder, sizes[round % sizes.Length]), ["/bin/true"]);
        }

        await TurnsAsync(sizes, rounds, "bare spawn", table, _ => SpawnAsync("/bin/true"), Idle);
        foreach (var tier in Tiers)
        {
            if (ladder.Exactly(tier) is not { } sandbox)
                continue;
            // Nothing is ready for limits that were never asked for before.
            var limits = new SandboxLimits();
            await TurnsAsync(sizes, 5, $"{tier} first", table, size => RunAsync(sandbox, Root(folder, size), ["/bin/true"],
                limits = limits with { ScratchBytes = limits.ScratchBytes + 4096 }), Idle);
            await TurnsAsync(sizes, rounds, tier.ToString(), table, size => RunAsync(sandbox, Root(folder, size), ["/bin/true"]), Idle);
            await TurnsAsync(sizes, rounds, $"{tier} at once", table, size => RunAsync(sandbox, Root(folder, size), ["/bin/true"]));
        }
    }

    private static async Task TurnsAsync(int[] sizes, int rounds, string name, SetUpTable table, Func<int, Task> action,
        Func<Task>? after = null)
    {
        var times = sizes.ToDictionary(size => size, _ => new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var size in sizes)
            {
                var started = Time.GetTimestamp();
                await action(size);
                var took = Time.GetElapsedTime(started).TotalMilliseconds;
                if (after is not null)
                    await after();
                // The first round warms up.
                if (round > 0)
                    times[size].Add(took);
            }
        }

        foreach (var size in sizes)
            table.Add(size, name, times[size].Order().ElementAt(times[size].Count / 2), cut: false);
    }

    private static async Task CommandAsync(SandboxLadder ladder, string root)
    {
        File.WriteAllText(Path.Join(root, "test_sum.py"), "import unittest\nclass T(unittest.TestCase):\n    def " +
            "test_sum(self): self.assertEqual(sum(range(5_000_000)), 12499997500000)\n");
        string[] command = ["/usr/bin/python3", "-m", "unittest", "-q"];
        var bare = await MedianAsync(7, () => SpawnAsync(command, root));
        foreach (var tier in Tiers)
        {
            if (ladder.Exactly(tier) is not { } sandbox)
                continue;
            var inside = await MedianAsync(7, async () => await RunAsync(sandbox, root, command));
            Console.WriteLine($"python3 -m unittest in {tier}: {inside:F0} ms, bare {bare:F0} ms, ratio {inside / bare:F2}");
        }
    }

    /// <summary>A changed file is built anew: in a limb with its build servers, and in a namespace of its own each time.</summary>
    private static async Task BuildAsync(SandboxLadder ladder, string root)
    {
        Directory.CreateDirectory(root);
        File.WriteAllText(Path.Join(root, "p.csproj"), "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup>"
            + "<TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
        File.WriteAllText(Path.Join(root, "C.cs"), "public class C { public int F() => 0; }");
        Process.Start(new ProcessStartInfo("dotnet", ["restore", "-v", "q"]) { WorkingDirectory = root })!.WaitForExit();
        var version = 0;
        SandboxRun Next() => new()
        {
            Root = root,
            Command = ["dotnet", "build", "--no-restore", "-v", "q"],
            Staged = new ChangeSet(root, [new Change
            {
                Kind = ChangeKind.Edited,
                Path = RepoPath.TryParse("C.cs", out var path, out _) ? path : default,
                Content = System.Text.Encoding.UTF8.GetBytes($"public class C {{ public int F() => {++version}; }}"),
                Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }]),
        };
        foreach (var tier in Tiers)
        {
            if (ladder.Exactly(tier) is not { } sandbox
                || await sandbox.OpenAsync(new WarmLimbOptions { Root = root },
                    CancellationToken.None) is not WarmOutcome.Opened { Limb: var limb })
                continue;
            await using var opened = limb;
            var warm = await MedianAsync(3, async () => Check(await limb.RunAsync(Next(), CancellationToken.None)));
            var once = await MedianAsync(3, async () => Check(await sandbox.RunAsync(Next(), CancellationToken.None)));
            Console.WriteLine($"dotnet build of a changed file in {tier}: warm limb {warm:F0} ms, "
                + $"one-shot {once:F0} ms, ratio {warm / once:F2}");
        }
    }

    /// <summary>What lies between two runs in life: time to make the next one ready.</summary>
    private static Task Idle() => Task.Delay(TimeSpan.FromMilliseconds(150), Time);

    private static async Task RunAsync(ISandbox sandbox, string root, string[] command, SandboxLimits? limits = null)
    {
        var outcome = await sandbox.RunAsync(
            new SandboxRun { Root = root, Command = command, Limits = limits ?? new SandboxLimits() }, CancellationToken.None);
        Check(outcome);
    }

    private static void Check(RunOutcome outcome)
    {
        if (outcome is not RunOutcome.Exited { Report.ExitCode: 0 })
            throw new InvalidOperationException($"The measured command failed: {outcome}");
    }

    private static Task SpawnAsync(params string[] command) => SpawnAsync(command, "/");

    private static async Task SpawnAsync(string[] command, string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
    }

    private static async Task<double> MedianAsync(int rounds, Func<Task> action)
    {
        var times = new List<double>();
        for (var round = 0; round <= rounds; round++)
        {
            var started = Time.GetTimestamp();
            await action();
            // The first round warms up.
            if (round > 0)
                times.Add(Time.GetElapsedTime(started).TotalMilliseconds);
        }

        times.Sort();
        return times[times.Count / 2];
    }
}
