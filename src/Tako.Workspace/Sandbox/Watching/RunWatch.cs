namespace Tako.Workspace.Sandbox.Watching;

/// <summary>Why a run was stopped from outside.</summary>
internal abstract record Stop
{
    public sealed record Time : Stop;

    public sealed record Usage(string Reason) : Stop;
}

/// <summary>Watches a run from outside and says when it must end: time, memory, processes, processor time.</summary>
internal static class RunWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(150);

    /// <summary>Returns why the run must be stopped; is cancelled when the run has ended by itself.</summary>
    /// <param name="tops">The processes that everything of the run descends from.</param>
    /// <param name="spent">Processor time the process had used before this run.</param>
    public static async Task<Stop> WaitAsync(IReadOnlyList<int> tops, TimeSpan spent, SandboxRun run, TimeProvider time,
        CancellationToken ended)
    {
        var started = time.GetTimestamp();
        var limits = run.Limits;
        while (true)
        {
            var left = run.Timeout - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
                return new Stop.Time();
            await Task.Delay(left < Interval ? left : Interval, time, ended);
            var usage = ProcessTree.Measure(tops);
            if (usage.MemoryBytes > limits.MemoryBytes)
                return new Stop.Usage(
                    $"it used {usage.MemoryBytes >> 20} MB of memory, " +
                    $"more than the {limits.MemoryBytes >> 20} MB it may");
            if (usage.Processes > limits.Processes)
                return new Stop.Usage($"it had {usage.Processes} processes and threads, more than the {limits.Processes} it may");
            if (usage.Cpu - spent > limits.CpuTime)
            {
                return new Stop.Usage($"it used {(usage.Cpu - spent).TotalSeconds:F0} s of processor time, "
                    + $"more than the {limits.CpuTime.TotalSeconds:F0} s it may");
            }

        }
    }
}
