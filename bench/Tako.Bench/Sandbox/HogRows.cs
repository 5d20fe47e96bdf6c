using Tako.Workspace.Sandbox;

namespace Tako.Bench.Sandbox;

/// <summary>How long a hog lives on at most after it has crossed its limit, by the report of the run itself.</summary>
internal static class HogRows
{
    private const int Rounds = 5;
    private const double Target = 2_000;

    public static async Task MeasureAsync(SandboxLadder ladder, string root)
    {
        foreach (var tier in new[] { IsolationTier.L1, IsolationTier.L2 })
        {
            foreach (var (name, limits, command) in new (string, SandboxLimits, string[])[]
            {
                ("memory", new SandboxLimits { MemoryBytes = 200 << 20 },
                    ["/usr/bin/python3", "-c", "b = []\nwhile True: b.append(bytearray(1 << 20))"]),
                ("processor", new SandboxLimits { CpuTime = TimeSpan.FromSeconds(1) },
                    ["/bin/sh", "-c", "while :; do :; done & while :; do :; done"]),
            })
            {
                var overruns = new List<double>();
                for (var round = 0; round < Rounds && ladder.Exactly(tier) is { } sandbox; round++)
                {
                    var outcome = await sandbox.RunAsync(
                        new SandboxRun { Root = root, Command = command, Limits = limits }, CancellationToken.None);
                    overruns.Add(outcome is RunOutcome.Killed { Report.Overrun: { } overrun } ? overrun.TotalMilliseconds
                        : throw new InvalidOperationException($"The hog was not stopped: {outcome}"));
                }

                if (overruns.Count > 0)
                    Console.WriteLine($"{name} hog in {tier}: gone at most {overruns.Order().ElementAt(Rounds / 2):F0} ms after its limit, "
                        + $"worst of {Rounds} {overruns.Max():F0} ms (target {Target:F0} ms)");
            }
        }
    }
}
