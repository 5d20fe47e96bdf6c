using Tako.Workspace.Sandbox;

namespace Tako.Workspace.Tests.Sandbox;

/// <summary>The ladder of this machine, probed once for all tests.</summary>
internal static class Sandboxes
{
    private static readonly Lazy<Task<SandboxLadder>> Probed = new(() => ProbeAsync());

    public static string StateFolder { get; } = MakeStateFolder();

    public static Task<SandboxLadder> Ladder => Probed.Value;

    public static async Task<ISandbox> OfAsync(IsolationTier tier)
    {
        var ladder = await Ladder;
        var report = ladder.Reports.Single(report => report.Tier == tier);
        Assert.SkipUnless(report.Works, $"{tier} does not work here: {report.WhyNot} {report.HowToMend}");
        return ladder.Exactly(tier)!;
    }

    public static async Task<RunReport> RunAsync(IsolationTier tier, SandboxRun run)
    {
        var sandbox = await OfAsync(tier);
        var outcome = await sandbox.RunAsync(run, TestContext.Current.CancellationToken);
        return outcome.ShouldBeOfType<RunOutcome.Exited>(outcome.ToString()).Report;
    }

    private static async Task<SandboxLadder> ProbeAsync() =>
        await SandboxLadder.ProbeAsync(new SandboxOptions { StateFolder = StateFolder }, CancellationToken.None);

    private static string MakeStateFolder()
    {
        var folder = Path.Join(Path.GetTempPath(), $"tako-sandbox-tests-{Environment.ProcessId}");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove(folder);
        return Directory.CreateDirectory(folder).FullName;
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // Left to the machine's own cleaning of its temporary folder.
        }
    }
}
