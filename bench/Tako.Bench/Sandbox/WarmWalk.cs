using Tako.Workspace.Sandbox;
using Tako.Workspace.Sandbox.Warm;

namespace Tako.Bench.Sandbox;

/// <summary>What a warm limb takes for a run that does nothing, and how much of that is the look for changes on disk.</summary>
internal static class WarmWalk
{
    private const int Rounds = 11;
    private static readonly TimeProvider Time = TimeProvider.System;

    public static async Task MeasureAsync(SandboxLadder ladder, IReadOnlyList<(int Size, string Root)> repositories)
    {
        if (ladder.Exactly(IsolationTier.L1) is not { } sandbox)
            return;
        foreach (var (size, root) in repositories)
        {
            if (await sandbox.OpenAsync(new WarmLimbOptions { Root = root }, CancellationToken.None)
                is not WarmOutcome.Opened { Limb: var limb })
                continue;
            await using var opened = limb;
            var (runs, walks, processor) = (new List<double>(), new List<double>(), TimeSpan.Zero);
            for (var round = 0; round < Rounds; round++)
            {
                var started = Time.GetTimestamp();
                await limb.RunAsync(new SandboxRun { Root = root, Command = ["/bin/true"] }, CancellationToken.None);
                runs.Add(Time.GetElapsedTime(started).TotalMilliseconds);
                var before = Environment.CpuUsage.TotalTime;
                started = Time.GetTimestamp();
                await DiskStamp.OfAsync(root, Time, CancellationToken.None);
                walks.Add(Time.GetElapsedTime(started).TotalMilliseconds);
                processor += Environment.CpuUsage.TotalTime - before;
            }

            Console.WriteLine($"{size,8} files, a run of /bin/true in a warm limb: {runs.Order().ElementAt(Rounds / 2):F1} ms "
                + $"(first {runs[0]:F1} ms); a walk over the whole repository {walks.Order().ElementAt(Rounds / 2):F1} ms, "
                + $"of processor time {processor.TotalMilliseconds / Rounds:F1} ms");
        }
    }
}
