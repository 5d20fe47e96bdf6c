using Tako.Cli.Composition;
using Tako.Workspace.Guard;
using Tako.Workspace.Overlay;
using Tako.Workspace.Sandbox;

namespace Tako.Cli.Verbs;

/// <summary>Runs the commands of a law in the sandbox, for a check outside of any task.</summary>
internal static class GuardCommands
{
    public static async Task<IReadOnlyList<CommandRun>> RunAsync(IntentGuard guard, Constitution law, ChangeSet changes, bool staged,
        CancellationToken cancellationToken)
    {
        var commands = guard.CommandsFor(changes);
        if (commands.Count == 0)
            return [];
        var minimum = Enum.TryParse<IsolationTier>(law.MinimumTier, out var tier) ? tier : IsolationTier.L2;
        var sandbox = await House.BestAsync(minimum, cancellationToken);
        var runs = new List<CommandRun>();
        foreach (var command in commands)
        {
            var outcome = sandbox is null
                ? new RunOutcome.Refused($"no sandbox of tier {minimum} or better works here", "See 'tako doctor'.")
                : await sandbox.RunAsync(new SandboxRun
                {
                    Root = changes.Root,
                    Command = command.Command,
                    // The working tree holds its own change already; what is staged is laid over it.
                    Staged = staged ? changes : null,
                    Timeout = command.Timeout,
                }, cancellationToken);
            var (code, why) = outcome switch
            {
                RunOutcome.Exited exited => ((int?)exited.Report.ExitCode, (string?)null),
                RunOutcome.TimedOut timed => (null, $"it was stopped after {timed.Report.Duration:g}"),
                RunOutcome.Killed killed => (null, killed.Reason),
                RunOutcome.Refused refused => (null, $"{refused.Why}; {refused.WayOut}"),
                _ => throw new InvalidOperationException($"Unknown outcome {outcome}."),
            };
            runs.Add(new CommandRun(command.Rule, command.Command, changes.Hash, code, why));
        }

        return runs;
    }
}
