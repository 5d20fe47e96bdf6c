using System.Text;
using System.Text.Json;
using Tako.Arms;
using Tako.Core.Capabilities;
using Tako.Core.Contracts;
using Tako.Core.Labels;
using Tako.Reports;
using Tako.Tasks;
using Tako.Tools;
using Tako.Workspace.Limbs;
using Tako.Workspace.Overlay;
using Tako.Workspace.Senses;

namespace Tako.Limbs;

/// <summary>
/// Runs a repository's tests over a shadow in the sandbox and reads what they print into pains. Every run passes the
/// gate and is journaled with the hash of what was felt, so that a resumed step does not feel the same state twice.
/// </summary>
internal sealed class LimbSenses(TaskSession session, StepJournal journal, Grant grant, Exposure exposure, TraceRecorder trace)
{
    private readonly TestRuns _runs = new(session, journal, grant, exposure);
    private int _ordinal;

    /// <summary>Opens a limb with all its senses; dispose the workspace when the arm is done.</summary>
    public (Limb Limb, LimbWorkspace Workspace) Open(Shadow start, TestCommand? command)
    {
        var sandbox = session.Sandbox is { } inner ? new GatedSandbox(inner, session, journal, grant, exposure) : null;
        var workspace = LimbWorkspace.Open(start, new LimbOptions
        {
            Sandbox = sandbox,
            Tests = command,
            Further = [new GuardSense(session.Guard)],
            Time = session.Time,
        });
        var turns = new TurnSenses(session, journal, workspace, (shadow, token) => SenseAsync(shadow, command, token));
        var limb = new Limb(start, (shadow, token) => SenseAsync(shadow, command, token),
            (shadow, final, token) => SenseAsync(shadow, Chosen(command, final), ProtectedFiles(shadow), final, token), turns.FeelAsync);
        return (limb, workspace);
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
            return _runs.Trouble(shadow, "", "No test command is known. Name it in the contract: test.");
        var line = string.Join(' ', command.Argv);
        var recorded = journal.Recorded("limb.sensed", TaskJson.Default.LimbSensed,
            sensed => sensed.Changes == shadow.Hash && sensed.Command == line && sensed.Ordinal == ordinal);
        if (recorded is not null && await journal.FetchAsync(recorded.Sensation, cancellationToken) is { } bytes
            && JsonSerializer.Deserialize(bytes.Span, LimbJson.Default.Sensation) is { } felt)
        {
            Note(felt);
            return felt;
        }

        var sensation = await _runs.RunAsync(shadow, command, fromDisk, final, ordinal, cancellationToken);
        Note(sensation);
        await KeepAsync(sensation, ordinal, cancellationToken);
        return sensation;
    }

    private static TestCommand? Chosen(TestCommand? own, FinalRun final) => final.Command is not { } argv
        ? own
        : new TestCommand(argv, own is not null && own.Argv.SequenceEqual(argv) ? own.Framework : "generic", "contract");

    /// <summary>What the contract protects and the shadow changes: the final run takes these from the disk.</summary>
    private IReadOnlyList<string> ProtectedFiles(Shadow shadow) =>
        [.. shadow.Changes.Changes.Select(change => change.Path.Value)
            .Where(path => session.Law.Protect.Any(glob =>
                System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(glob.Replace("**", "*"), path)))];

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
