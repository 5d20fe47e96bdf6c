using System.Text.Json;
using Tako.Arms;
using Tako.Core.Capabilities;
using Tako.Core.Contracts;
using Tako.Core.Labels;
using Tako.Limbs;
using Tako.Reactor.Steps;
using Tako.Reports;
using Tako.Tasks;
using Tako.Tools;
using Tako.Workspace.Sandbox;
using Tako.Workspace.Senses;

namespace Tako.Brain.Steps;

/// <summary>The first look: how tests are run, whether they must be prepared, and how they stand before anything is changed.</summary>
internal sealed class SenseStep(TaskSession session) : IStepKind
{
    public string Name => "brain/sense";

    public async ValueTask<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var journal = new StepJournal(context, "brain");
        var trace = new TraceRecorder();
        var senses = new LimbSenses(session, journal, session.Grant, new Exposure(), trace);
        var notes = new List<string>(session.Facts.Messages);
        var (command, prepare, why) = Detect();
        if (why is not null)
            notes.Add(why);
        try
        {
            foreach (var argv in prepare)
            {
                if (await PrepareAsync(argv, journal, context, cancellationToken) is { } trouble)
                    notes.Add(trouble);
            }

            var felt = await senses.SenseAsync(session.Disk, command, cancellationToken);
            var value = new FirstLook
            {
                Command = command?.Argv,
                Framework = command?.Framework ?? "generic",
                Sensation = felt,
                Notes = notes,
            };
            foreach (var note in notes)
                session.Saying(context.Step, note);
            return new StepOutcome.Ok(value.ToJson(), Labels.Tool("repository"));
        }
        catch (WaitingException waiting)
        {
            return new StepOutcome.Halt(waiting.Message);
        }
    }

    private (TestCommand? Command, IReadOnlyList<IReadOnlyList<string>> Prepare, string? Why) Detect()
    {
        var detected = TestCommandDetector.Detect(session.Disk);
        var found = (detected as TestDetection.Found)?.Command;
        var command = session.Contract.TestCommand is { Count: > 0 } argv
            ? new TestCommand(argv, found is not null && found.Argv[0] == argv[0] ? found.Framework : Frameworks.Of(argv), "contract")
            : found;
        IReadOnlyList<IReadOnlyList<string>> prepare = session.Contract.Prepare.Count > 0
            ? session.Contract.Prepare
            : found?.Prepare is { } needed ? [needed.Argv] : [];
        return (command, prepare, command is null ? detected.ToString() : null);
    }

    /// <summary>Runs a preparing command once for each state of the dependencies. Null when it went well, else what is wrong.</summary>
    private async ValueTask<string?> PrepareAsync(IReadOnlyList<string> argv, StepJournal journal, StepContext context,
        CancellationToken cancellationToken)
    {
        var line = string.Join(' ', argv);
        var layer = Layers.For(session, null);
        if (Layers.IsPrepared(layer))
            return null;
        if (session.Sandbox is not { } sandbox)
            return $"'{line}' was not run: no sandbox works here.";
        var hosts = Grants.Hosts(session.Contract, session.Root);
        session.Saying(context.Step, $"prepare: {line}" + (hosts.Count > 0 ? $" (may reach {string.Join(", ", hosts)})" : ""));
        var effect = new Effect
        {
            Tool = "prepare",
            Kind = EffectKind.Idempotent,
            Arguments = JsonSerializer.SerializeToElement(new PrepareCall(argv, hosts), ProcessCallJson.Default.PrepareCall),
            Actor = "brain",
            Label = Labels.Tool("repository"),
            Key = EffectKey.Of(context.Step, "prepare", 1),
        };
        var outcome = await session.PassAsync(effect, session.Grant, async token =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(layer)!);
            var wanted = new SandboxRun
            {
                Root = session.Root,
                Command = argv,
                Timeout = session.Limits.PrepareTimeout,
                Network = hosts.Count > 0 ? NetworkAccess.To(hosts) : NetworkAccess.None,
                CacheLayer = layer,
                WriteCache = true,
            };
            var run = await sandbox.RunAsync(wanted, token);
            // A tier that cannot let feeds through may still find every package in this machine's caches.
            if (run is RunOutcome.Refused && hosts.Count > 0)
                run = await sandbox.RunAsync(wanted with { Network = NetworkAccess.None }, token);
            var trouble = Trouble(run, line);
            if (trouble is null)
                Layers.MarkPrepared(layer);
            return new Passage<string?>(trouble, Labels.Tool("prepare"), TraceRecorder.Hash(trouble ?? "")) { Succeeded = trouble is null };
        }, cancellationToken);
        return outcome switch
        {
            GateOutcome<string?>.Done done => done.Value,
            GateOutcome<string?>.Denied denied => $"'{line}' was not run: {denied.Why}",
            _ => throw new InvalidOperationException("A waiting effect does not come back."),
        };
    }

    private static string? Trouble(RunOutcome run, string line) => run switch
    {
        RunOutcome.Exited { Report.ExitCode: 0 } => null,
        RunOutcome.Exited { Report: var report } =>
            $"'{line}' ended with exit code {report.ExitCode}: {LastLine(report)}"
            + (report.DeniedHosts.Count > 0
                ? $" It wanted to reach {string.Join(", ", report.DeniedHosts)}; "
                    + "allow it under security.feeds."
                : ""),
        RunOutcome.TimedOut => $"'{line}' did not end in time and was stopped.",
        RunOutcome.Killed killed => $"'{line}' was stopped: {killed.Reason}.",
        RunOutcome.Refused refused => $"'{line}' could not run: {refused.Why} {refused.WayOut}",
        _ => throw new InvalidOperationException($"Unknown outcome {run}."),
    };

    private static string LastLine(RunReport report)
    {
        var text = report.StandardError.Trim().Length > 0 ? report.StandardError : report.StandardOutput;
        var line = text.TrimEnd().Split('\n')[^1].Trim();
        return line.Length <= 300 ? line : line[..300];
    }
}
