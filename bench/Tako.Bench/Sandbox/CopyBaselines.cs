using System.Diagnostics;

namespace Tako.Bench.Sandbox;

/// <summary>What others do in place of a shadow: copy, link, check out. Each has a limit of time and says when it was cut.</summary>
internal static class CopyBaselines
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeProvider Time = TimeProvider.System;

    /// <summary>
    /// Median milliseconds of each; the copies stay in <paramref name="folder"/>, since removing one costs as much as making it.
    /// </summary>
    public static async Task<IReadOnlyList<(string Name, double Milliseconds, bool Cut)>> MeasureAsync(
        string root, string folder, int rounds)
    {
        var rows = new List<(string, double, bool)>();
        Directory.CreateDirectory(folder);
        foreach (var (name, command) in new (string, Func<string, string[]>)[]
        {
            ("cp -a", copy => ["cp", "-a", root, copy]),
            ("cp -al", copy => ["cp", "-al", root, copy]),
            ("git worktree add", copy => ["git", "-C", root, "worktree", "add", "-q", "--detach", "-f", copy]),
        })
        {
            var times = new List<double>();
            var cut = false;
            for (var round = 0; round < rounds && !cut; round++)
            {
                var started = Time.GetTimestamp();
                cut = !await EndsAsync(command(Path.Join(folder, $"{name.Replace(' ', '-')}-{round}")));
                times.Add(Time.GetElapsedTime(started).TotalMilliseconds);
            }

            times.Sort();
            rows.Add((name, cut ? times[^1] : times[times.Count / 2], cut));
        }

        return rows;
    }

    /// <summary>False when it had to be ended at the limit.</summary>
    private static async Task<bool> EndsAsync(string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]))!;
        using var late = new CancellationTokenSource(Limit, Time);
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            return false;
        }

        return process.ExitCode == 0 ? true
            : throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}.");
    }
}
