using System.Text;
using System.Text.Json;
using Tako.Arms;
using Tako.Core.Capabilities;
using Tako.Core.Contracts;
using Tako.Core.Labels;
using Tako.Reports;
using Tako.Tasks;
using Tako.Tools;
using Tako.Workspace.Guard;
using Tako.Workspace.Overlay;
using Tako.Workspace.Sandbox;
using Tako.Workspace.Senses;

namespace Tako.Limbs;

/// <summary>
/// Runs a repository's tests over a shadow in the sandbox and reads what they print into pains. Every run passes the
/// gate and is journaled with the hash of what was felt, so that a resumed step does not feel the same state twice.
/// </summary>
internal sealed class LimbSenses(TaskSession session, StepJournal journal, Grant grant, Exposure exposure, TraceRecorder trace)
{
    private const int OutputKept = 8_000;
    private int _ordinal;

    public Limb Open(Shadow start, TestCommand? command)
    {
        var limb = new Limb(start, (shadow, token) => SenseAsync(shadow, command, token),
            (shadow, final, token) => SenseAsync(shadow, Chosen(command, final), ProtectedFiles(shadow), final, token), PreCheck);
        return limb;
    }

    /// <summary>Runs the repository's own tests as they are staged.</summary>
    public ValueTask<Sensation> SenseAsync(Shadow shadow, TestCommand? command, CancellationToken cancellationToken) =>
        SenseAsync(shadow, command, [], new FinalRun(null, 0, null), cancellationToken);

    /// <param name="fromDisk">Files taken from the disk whatever is staged: the protected tests of the final run.</param>
    private async ValueTask<Sensation> SenseAsync(Shadow shadow, TestCommand? command, IReadOnlyList<string> fromDisk, FinalRun final,
        CancellationToken cancellationToken)
    {
        var ordinal = ++_ordinal;
        if (command is null)
            return Trouble(shadow, "", "No test command is known. Name it in the contract: test.");
        var line = string.Join(' ', command.Argv);
        var recorded = journal.Recorded("limb.sensed", TaskJson.Default.LimbSensed,
            sensed => sensed.Changes == shadow.Hash && sensed.Command == line && sensed.Ordinal == ordinal);
        if (recorded is not null && await journal.FetchAsync(recorded.Sensation, cancellationToken) is { } bytes
            && JsonSerializer.Deserialize(bytes.Span, LimbJson.Default.Sensation) is { } felt)
        {
            Note(felt);
            return felt;
        }

        var sensation = await RunAsync(shadow, command, fromDisk, final, ordinal, cancellationToken);
        Note(sensation);
        await KeepAsync(sensation, ordinal, cancellationToken);
        return sensation;
    }

    private async ValueTask<Sensation> RunAsync(Shadow shadow, TestCommand command, IReadOnlyList<string> fromDisk, FinalRun final,
        int ordinal, CancellationToken cancellationToken)
    {
        var line = string.Join(' ', command.Argv);
        if (session.Sandbox is not { } sandbox)
            return Trouble(shadow, line, $"No sandbox of tier {session.Law.MinimumTier} or better works here; see 'tako doctor'.");
        var within = session.Within(final.Timeout ?? session.Limits.TestTimeout);
        if (within <= TimeSpan.Zero)
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
                Timeout = within,
                CacheLayer = Layers.Readable(session, shadow),
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

    private static TestCommand? Chosen(TestCommand? own, FinalRun final) => final.Command is not { } argv
        ? own
        : new TestCommand(argv, own is not null && own.Argv.SequenceEqual(argv) ? own.Framework : "generic", "contract");

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

    private Sensation Trouble(Shadow shadow, string line, string why) => new()
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

    /// <summary>What the contract protects and the shadow changes: the final run takes these from the disk.</summary>
    private IReadOnlyList<string> ProtectedFiles(Shadow shadow) =>
        [.. shadow.Changes.Changes.Select(change => change.Path.Value)
            .Where(path => session.Law.Protect.Any(glob =>
                System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(glob.Replace("**", "*"), path)))];

    private IReadOnlyList<Pain> PreCheck(Shadow shadow) =>
    [
        .. session.Guard.PreCheck(shadow.Changes, new GuardCapability())
            .Where(finding => finding.Severity == Severity.Deny)
            .Select(finding => new Pain
            {
                Rung = "guard",
                Tool = "guard",
                Code = finding.Rule,
                File = finding.Path,
                Line = finding.Line > 0 ? finding.Line : null,
                Message = $"{finding.Message} {finding.WayOut}",
                WorkspaceHash = shadow.Hash,
            }),
    ];

    private void Note(Sensation sensation)
    {
        exposure.Show("tests", RepositoryLabel.Of("tests"));
        trace.Add("test", sensation.Command, sensation.Changes, TraceRecorder.Hash(sensation.Output), sensation.Green ? "green" : "red");
        session.Saying(journal.Step, sensation.Trouble
            ?? (sensation.Green
                ? $"tests green ({sensation.Tally.Passed} passed)"
                : $"tests red ({sensation.Tally.Failed} failed): {sensation.Pains.FirstOrDefault()?.Message}"));
    }

    private async ValueTask KeepAsync(Sensation sensation, int ordinal, CancellationToken cancellationToken)
    {
        var blob = await journal.KeepAsync(JsonSerializer.SerializeToUtf8Bytes(sensation, LimbJson.Default.Sensation), cancellationToken);
        var pain = sensation.Trouble ?? sensation.Pains.FirstOrDefault()?.Message;
        await journal.AppendAsync("limb.sensed", new LimbSensed
        {
            Step = journal.Step,
            Ordinal = ordinal,
            Changes = sensation.Changes,
            Command = sensation.Command.Length <= 500 ? sensation.Command : sensation.Command[..500],
            Sensation = blob.Value,
            Green = sensation.Green,
            Passed = sensation.Tally.Passed,
            Failed = sensation.Tally.Failed,
            Pain = pain is { Length: > 300 } ? pain[..300] : pain,
            Tier = sensation.Tier,
            Milliseconds = (long)sensation.Took.TotalMilliseconds,
        }, TaskJson.Default.LimbSensed, [blob]);
    }
}
