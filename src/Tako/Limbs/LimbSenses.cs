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
using Tako.Workspace.Sandbox;
using Tako.Workspace.Senses;

namespace Tako.Limbs;

/// <summary>
/// Runs a repository's tests over a shadow in the sandbox and reads what they print into pains. Every run passes the
/// gate and is journaled with the hash of what was felt, so that a resumed step does not feel the same state twice.
/// </summary>
internal sealed class LimbSenses(TaskSession session, StepJournal journal, Grant grant, Exposure exposure, TraceRecorder trace)
    : IAsyncDisposable
{
    private readonly TestRuns _runs = new(session, journal, grant, exposure);
    private WarmSandbox? _warm;
    private LimbWorkspace? _workspace;
    private int _ordinal;

    /// <summary>Opens a limb with all its senses and a sandbox that stays warm between its runs, until these senses are
    /// disposed of.</summary>
    public Limb Open(Shadow start, TestCommand? command)
    {
        _warm = session.Sandbox is { } inner ? new WarmSandbox(inner) : null;
        _workspace = LimbWorkspace.Open(start, new LimbOptions
        {
            Sandbox = _warm is null ? null : new GatedSandbox(_warm, session, journal, grant, exposure),
            Tests = command,
            CacheLayer = shadow => Layers.Readable(session, shadow.Changes),
            Further = [new GuardSense(session.Guard)],
            Time = session.Time,
        });
        var turns = new TurnSenses(session, journal, _workspace, (shadow, token) => SenseAsync(shadow, command, token));
        return new Limb(start, (shadow, token) => SenseAsync(shadow, command, token),
            (shadow, final, token) => SenseAsync(session.Sandbox, shadow, Chosen(command, final), ProtectedFiles(shadow), final, token),
            turns.FeelAsync);
    }

    public async ValueTask DisposeAsync()
    {
        if (_workspace is not null)
            await _workspace.DisposeAsync();
        if (_warm is not null)
            await _warm.DisposeAsync();
    }

    /// <summary>Runs the repository's own tests as they are staged.</summary>
    public ValueTask<Sensation> SenseAsync(Shadow shadow, TestCommand? command, CancellationToken cancellationToken) =>
        SenseAsync((ISandbox?)_warm ?? session.Sandbox, shadow, command, [], new FinalRun(null, 0, null), cancellationToken);

    private async ValueTask<Sensation> SenseAsync(ISandbox? within, Shadow shadow, TestCommand? command, IReadOnlyList<string> fromDisk,
        FinalRun final, CancellationToken cancellationToken)
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

        var sensation = await _runs.RunAsync(within, shadow, command, fromDisk, final, ordinal, cancellationToken);
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
