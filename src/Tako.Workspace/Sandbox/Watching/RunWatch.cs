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
    /// <summary>Between two looks: what goes unseen for so long is stopped long before two seconds have passed.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns why the run must be stopped; is cancelled when the run has ended by itself.</summary>
    /// <param name="tops">The processes that everything of the run descends from.</param>
    /// <param name="spent">Processor time the process had used before this run.</param>
    /// <param name="record">Hears of every look that found the run within its limits.</param>
    public static async Task<Stop> WaitAsync(IReadOnlyList<int> tops, TimeSpan spent, SandboxRun run, RunRecord record, TimeProvider time,
        CancellationToken ended)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var left = run.Timeout - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
                return new Stop.Time();
            await Task.Delay(left < Interval ? left : Interval, time, ended);
            var looked = time.GetTimestamp();
            if (Excess(tops, spent, run.Limits) is { } reason)
                return new Stop.Usage(reason);
            record.WasWithinLimits(looked);
        }
    }

    private static string? Excess(IReadOnlyList<int> tops, TimeSpan spent, SandboxLimits limits)
    {
        var usage = ProcessTree.Measure(tops);
        if (usage.Cpu - spent is var cpu && cpu > limits.CpuTime)
            return $"it used {cpu.TotalSeconds:F0} s of processor time, more than the {limits.CpuTime.TotalSeconds:F0} s it may";
        if (usage.Processes > limits.Processes)
            return $"it had {usage.Processes} processes and threads, more than the {limits.Processes} it may";
        if (usage.ResidentBytes > limits.MemoryBytes
            && ProcessTree.MemoryOf(usage.Members, limits.MemoryBytes) is var memory && memory > limits.MemoryBytes)
            return $"it used {memory >> 20} MB of memory, more than the {limits.MemoryBytes >> 20} MB it may";
        return null;
    }
}
