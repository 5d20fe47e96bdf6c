using Tako.Workspace.Sandbox.Script;

namespace Tako.Workspace.Sandbox;

/// <summary>The tiers of isolation as they work on this machine, probed once by running a command in each.</summary>
public sealed class SandboxLadder
{
    private readonly IReadOnlyList<ISandbox> _working;

    private SandboxLadder(IReadOnlyList<ISandbox> working, IReadOnlyList<TierReport> reports) =>
        (_working, Reports) = (working, reports);

    /// <summary>One report a tier, the strongest first.</summary>
    public IReadOnlyList<TierReport> Reports { get; }

    /// <summary>Builds the helper if need be and tries every tier on an empty folder.</summary>
    public static ValueTask<SandboxLadder> ProbeAsync(SandboxOptions options, CancellationToken cancellationToken) =>
        ProbeAsync(options, (_, _) => true, cancellationToken);

    /// <summary>The strongest tier that works and reaches <paramref name="minimum"/>, or null; weaker ones are not tried.</summary>
    public static async ValueTask<ISandbox?> FindAsync(SandboxOptions options, IsolationTier minimum,
        CancellationToken cancellationToken) =>
        (await ProbeAsync(options, (tier, anyWorks) => !anyWorks && tier <= minimum, cancellationToken)).Best(minimum);

    /// <summary>The strongest tier that works, or null when none reaches <paramref name="minimum"/>.</summary>
    public ISandbox? Best(IsolationTier minimum) => _working.FirstOrDefault(sandbox => sandbox.Tier <= minimum);

    /// <summary>The sandbox of exactly this tier; null when it does not work here.</summary>
    internal ISandbox? Exactly(IsolationTier tier) => _working.FirstOrDefault(sandbox => sandbox.Tier == tier);

    private static async ValueTask<SandboxLadder> ProbeAsync(
        SandboxOptions options, Func<IsolationTier, bool, bool> wanted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!OperatingSystem.IsLinux())
        {
            return new SandboxLadder([], [.. Enum.GetValues<IsolationTier>().Select(tier => new TierReport(tier, false,
                "the sandbox needs Linux", "Run Tako on Linux, or in a Linux virtual machine.") { Protections = Protections.Of(tier) })]);
        }

        var host = HostView.Of(options);
        var (helper, whyNot) = await HelperBuild.FindAsync(host.StateFolder, cancellationToken);
        var working = new List<ISandbox>();
        var reports = new List<TierReport>();
        foreach (var (tier, sandbox, missing) in new[]
        {
            (IsolationTier.L1, helper is null ? null : (ISandbox)new NativeSandbox(helper, host, options.Time), whyNot),
            (IsolationTier.L2, ScriptSandbox.CanName(host) ? new ScriptSandbox(host, options.Time) : null,
                $"the state folder's path {host.StateFolder} holds characters that mount options cannot"),
            (IsolationTier.L3, helper is null ? null : new CopySandbox(helper, host, options.Time), whyNot),
            (IsolationTier.L4, new CopySandbox(null, host, options.Time), null),
        })
        {
            if (!wanted(tier, working.Count > 0))
                continue;
            var why = sandbox is null ? missing : await TryAsync(sandbox, host, cancellationToken);
            if (sandbox is not null && why is null)
                working.Add(sandbox);
            reports.Add(new TierReport(tier, why is null, why, why is null ? null : Mending.Of(tier, why))
            {
                Protections = Protections.Of(tier),
            });
        }

        return new SandboxLadder(working, reports);
    }

    private static async Task<string?> TryAsync(ISandbox sandbox, HostView host, CancellationToken cancellationToken)
    {
        var folder = Path.Join(host.StateFolder, "probe", RunNames.Next());
        Directory.CreateDirectory(folder);
        try
        {
            var outcome = await sandbox.RunAsync(
                new SandboxRun
                {
                    Root = folder,
                    Command = ["/bin/sh", "-c", "echo here > probe && cat probe"],
                    Timeout = TimeSpan.FromSeconds(20),
                },
                cancellationToken);
            return outcome switch
            {
                RunOutcome.Exited { Report: { ExitCode: 0, StandardOutput: "here\n" } } =>
                    File.Exists(Path.Join(folder, "probe")) ? "what a command wrote reached the disk" : null,
                RunOutcome.Exited { Report: var report } => $"a trial command failed with {report.ExitCode}: {report.StandardError.Trim()}",
                RunOutcome.Refused refused => refused.Why,
                RunOutcome.Killed killed => killed.Reason,
                _ => "a trial command did not end in time",
            };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
