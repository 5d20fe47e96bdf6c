using System.Text.Json;
using Tako.Core.Capabilities;
using Tako.Core.Contracts;
using Tako.Core.Labels;
using Tako.Reports;
using Tako.Tasks;
using Tako.Workspace.Overlay;
using Tako.Workspace.Sandbox;
using Tako.Workspace.Senses;

namespace Tako.Limbs;

/// <summary>Runs a test command over a shadow in the sandbox, through the gate, and reads what it prints into pains.</summary>
internal sealed class TestRuns(TaskSession session, StepJournal journal, Grant grant, Exposure exposure)
{
    private const int OutputKept = 8_000;

    /// <param name="within">Where it runs; null where no sandbox works.</param>
    /// <param name="fromDisk">Files taken from the disk whatever is staged: the protected tests of the final run.</param>
    public async ValueTask<Sensation> RunAsync(ISandbox? within, Shadow shadow, TestCommand command, IReadOnlyList<string> fromDisk,
        FinalRun final, int ordinal, CancellationToken cancellationToken)
    {
        var line = string.Join(' ', command.Argv);
        if (within is not { } sandbox)
            return Trouble(shadow, line, $"No sandbox of tier {session.Law.MinimumTier} or better works here; see 'tako doctor'.");
        var timeout = session.Within(final.Timeout ?? session.Limits.TestTimeout);
        if (timeout <= TimeSpan.Zero)
            return Trouble(shadow, line, "The time budget is gone; no further test is run.");
        var effect = new Effect
        {
            Tool = "test",
            Kind = EffectKind.Pure,
            Arguments = JsonSerializer.SerializeToElement(new TestCall(command.Argv, shadow.Hash), ProcessCallJson.Default.TestCall),
            Actor = journal.Actor,
            Label = Labels.Arm(journal.Actor).Join(exposure.Seen),
            Key = EffectKey.Of(journal.Step, "test", ordinal),
        };
        var outcome = await session.PassAsync(effect, grant, async token =>
        {
            var run = await sandbox.RunAsync(new SandboxRun
            {
                Root = session.Root,
                Command = command.Argv,
                Staged = shadow.Changes,
                Timeout = timeout,
                CacheLayer = Layers.Readable(session, shadow.Changes),
                ProtectedFromDisk = fromDisk,
            }, token);
            var sensation = Read(shadow, command, line, final.ExitCode, run);
            return new Passage<Sensation>(sensation, RepositoryLabel.Of("tests"), TraceRecorder.Hash(sensation.Output + sensation.Changes))
            {
                Succeeded = sensation.Green,
            };
        }, cancellationToken);
        return outcome switch
        {
            GateOutcome<Sensation>.Done done => done.Value,
            GateOutcome<Sensation>.Denied denied => Trouble(shadow, line, denied.Why.ToString()),
            _ => throw new InvalidOperationException("A waiting effect does not come back."),
        };
    }

    private Sensation Read(Shadow shadow, TestCommand command, string line, int exitCode, RunOutcome run)
    {
        switch (run)
        {
            case RunOutcome.Refused refused:
                return Trouble(shadow, line, $"{refused.Why} {refused.WayOut}");
            case RunOutcome.TimedOut timed:
                return Broken(shadow, command, line, timed.Report,
                    $"The tests did not end within {timed.Report.Duration:g} and were stopped.");
            case RunOutcome.Killed killed:
                return Broken(shadow, command, line, killed.Report, $"The tests were stopped: {killed.Reason}.");
            case RunOutcome.Exited { Report: var report }:
                var pains = PainReader.Read(command.Framework, report.StandardOutput, report.StandardError, report.ExitCode, session.Root);
                var tally = PainReader.Tally(command.Framework, report.StandardOutput, report.StandardError) ?? new TestTally(0, 0, 0);
                // Another exit code than zero is wanted only by an acceptance test of its own, and then it alone decides.
                var green = report.ExitCode == exitCode && (pains.Count == 0 || exitCode != 0);
                return new Sensation
                {
                    Changes = shadow.Hash,
                    Green = green,
                    Tally = tally,
                    Pains = [.. pains.Select(pain => pain with { WorkspaceHash = shadow.Hash })],
                    Command = line,
                    Tier = report.Tier.ToString(),
                    ExitCode = report.ExitCode,
                    Took = report.Duration,
                    Output = green ? "" : Tail(report),
                };
            default:
                throw new InvalidOperationException($"Unknown outcome {run}.");
        }
    }

    private static Sensation Broken(Shadow shadow, TestCommand command, string line, RunReport report, string what) => new()
    {
        Changes = shadow.Hash,
        Green = false,
        Tally = PainReader.Tally(command.Framework, report.StandardOutput, report.StandardError) ?? new TestTally(0, 1, 0),
        Pains = [new Pain { Rung = "test", Tool = command.Framework, Code = "stopped", Message = what, WorkspaceHash = shadow.Hash }],
        Command = line,
        Tier = report.Tier.ToString(),
        Took = report.Duration,
        Output = Tail(report),
    };

    public Sensation Trouble(Shadow shadow, string line, string why) => new()
    {
        Changes = shadow.Hash,
        Green = false,
        Tally = new TestTally(0, 0, 0),
        Pains = [],
        Command = line,
        Tier = session.Sandbox?.Tier.ToString() ?? "none",
        Took = TimeSpan.Zero,
        Trouble = why,
    };

    private static string Tail(RunReport report)
    {
        var text = report.StandardOutput + (report.StandardError.Length > 0 ? "\n" + report.StandardError : "");
        return text.Length <= OutputKept ? text : string.Concat("…", text.AsSpan(text.Length - OutputKept));
    }
}
