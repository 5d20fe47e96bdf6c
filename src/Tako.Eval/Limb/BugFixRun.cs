using Tako.Workspace.Overlay;
using Tako.Workspace.Sandbox;
using Tako.Workspace.Senses;

namespace Tako.Eval.Limb;

/// <summary>Runs a repository's own tests over a shadow, found and read as a limb does it.</summary>
internal static class BugFixRun
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Null when there are no tests or they cannot be run.</summary>
    public static async ValueTask<bool?> GreenAsync(ISandbox sandbox, Shadow shadow, CancellationToken cancellationToken)
    {
        if (TestCommandDetector.Detect(shadow) is not TestDetection.Found { Command: var command })
            return null;
        var outcome = await sandbox.RunAsync(
            new SandboxRun { Root = shadow.Root, Command = command.Argv, Staged = shadow.Changes, Timeout = Limit }, cancellationToken);
        return outcome switch
        {
            RunOutcome.Exited { Report: var report } => IsGreen(command, report, shadow.Root),
            // A program that never ends has not passed.
            RunOutcome.TimedOut or RunOutcome.Killed => false,
            _ => null,
        };
    }

    private static bool IsGreen(TestCommand command, RunReport report, string root) =>
        report.ExitCode == 0
        && PainReader.Read(command.Framework, report.StandardOutput, report.StandardError, report.ExitCode, root).Count == 0
        && PainReader.Tally(command.Framework, report.StandardOutput, report.StandardError) is { Passed: > 0, Failed: 0 };
}
