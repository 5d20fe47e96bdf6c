using System.Diagnostics;
using Tako.Workspace.Overlay;
using Tako.Workspace.Sandbox;
using Tako.Workspace.Sandbox.Warm;

namespace Tako.Bench.Sandbox;

/// <summary>
/// What a shadow costs: set-up beside copying, for repositories of growing size, and a test command inside beside outside.
/// "first" is a run for which nothing was made ready, "at once" one that follows the last without a pause.
/// Arguments: <c>--large</c> adds a repository of 100,000 files; <c>--rounds N</c>.
/// </summary>
internal static class SandboxBench
{
    private const int WarmUp = 40;
    private static readonly TimeProvider Time = TimeProvider.System;

    public static async Task<int> RunAsync(string[] args)
    {
        var rounds = Array.IndexOf(args, "--rounds") is var at and >= 0 ? int.Parse(args[at + 1]) : 30;
        var sizes = args.Contains("--large") ? new[] { 10, 1_000, 100_000 } : [10, 1_000];
        var folder = Directory.CreateTempSubdirectory("tako-bench-").FullName;
        try
        {
            var ladder = await SandboxLadder.ProbeAsync(
                new SandboxOptions { StateFolder = Path.Join(folder, "state") }, CancellationToken.None);
            Console.WriteLine(
                $"machine: {Environment.ProcessorCount} processors, {Environment.OSVersion}; " +
                $"medians of {rounds} rounds, copies of 3, of 100,000 files 1; no durability; " +
                $"load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
            Console.WriteLine($"{"files",8} {"method",-18} {"median ms",10} {"of L1",8}");
            var first = new Dictionary<string, double>();
            foreach (var size in sizes)
                await MeasureAsync(ladder, Path.Join(folder, $"r{size}"), size, rounds, first);
            await CommandAsync(ladder, Path.Join(folder, "r10"));
            await BuildAsync(ladder, Path.Join(folder, "project"));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(SandboxLadder ladder, string root, int size, int rounds, Dictionary<string, double> first)
    {
        Fill(root, size);
        // The first calls of this process are compiled as they run.
        foreach (var tier in new[] { IsolationTier.L1, IsolationTier.L2 })
        {
            for (var round = 0; round < WarmUp && ladder.Exactly(tier) is { } sandbox; round++)
                await RunAsync(sandbox, root, ["/bin/true"]);
        }

        var bare = await MedianAsync(rounds, () => SpawnAsync("/bin/true"));
        var rows = new List<(string Name, double Milliseconds)> { ("bare spawn", bare) };
        foreach (var tier in new[] { IsolationTier.L1, IsolationTier.L2 })
        {
            if (ladder.Exactly(tier) is not { } sandbox)
                continue;
            // Nothing is ready for limits that were never asked for before.
            var limits = new SandboxLimits();
            rows.Add(($"{tier} first", await MedianAsync(5, async () => await RunAsync(sandbox, root, ["/bin/true"],
                limits = limits with { ScratchBytes = limits.ScratchBytes + 4096 + size }), Idle)));
            rows.Add((tier.ToString(), await MedianAsync(rounds, async () => await RunAsync(sandbox, root, ["/bin/true"]), Idle)));
            rows.Add(($"{tier} at once", await MedianAsync(rounds, async () => await RunAsync(sandbox, root, ["/bin/true"]))));
        }

        var copy = $"{root}-copy";
        foreach (var (name, command) in new (string, string[])[]
        {
            ("cp -a", ["cp", "-a", root, copy]),
            ("cp -al", ["cp", "-al", root, copy]),
            ("git worktree add", ["git", "-C", root, "worktree", "add", "-q", "--detach", "-f", copy]),
        })
        {
            // Copies of a large repository take a minute each.
            rows.Add((name, await MedianAsync(size < 100_000 ? 3 : 1, () => SpawnAsync(command), () =>
            {
                Directory.Delete(copy, recursive: true);
                return Task.CompletedTask;
            })));
        }

        var unit = rows.FirstOrDefault(row => row.Name == "L1").Milliseconds;
        foreach (var (name, milliseconds) in rows)
        {
            first.TryAdd(name, milliseconds);
            Console.WriteLine(
                $"{size,8} {name,-18} {milliseconds,10:F2} {milliseconds / unit,8:F2}   " +
                $"{milliseconds / first[name]:F2} x its own time at the smallest size");
        }
    }

    private static async Task CommandAsync(SandboxLadder ladder, string root)
    {
        File.WriteAllText(Path.Join(root, "test_sum.py"), "import unittest\nclass T(unittest.TestCase):\n    def " +
            "test_sum(self): self.assertEqual(sum(range(5_000_000)), 12499997500000)\n");
        string[] command = ["/usr/bin/python3", "-m", "unittest", "-q"];
        var bare = await MedianAsync(7, () => SpawnAsync(command, root));
        foreach (var tier in new[] { IsolationTier.L1, IsolationTier.L2 })
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
        foreach (var tier in new[] { IsolationTier.L1, IsolationTier.L2 })
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

    private static void Fill(string root, int files)
    {
        var content = new string('x', 2_000);
        for (var file = 0; file < files; file++)
        {
            var folder = Directory.CreateDirectory(Path.Join(root, $"d{file / 100}"));
            File.WriteAllText(Path.Join(folder.FullName, $"f{file}"), content);
        }

        foreach (var arguments in new[] { "init -q", "add -A", "-c user.name=b -c user.email=b@example.org commit -q -m all" })
            Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = root })!.WaitForExit();
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

    private static async Task<double> MedianAsync(int rounds, Func<Task> action, Func<Task>? after = null)
    {
        var times = new List<double>();
        for (var round = 0; round <= rounds; round++)
        {
            var started = Time.GetTimestamp();
            await action();
            var took = Time.GetElapsedTime(started).TotalMilliseconds;
            if (after is not null)
                await after();
            // The first round warms up.
            if (round > 0)
                times.Add(took);
        }

        times.Sort();
        return times[times.Count / 2];
    }
}
