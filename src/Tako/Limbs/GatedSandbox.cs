using System.Text.Json;
using Tako.Core.Capabilities;
using Tako.Core.Contracts;
using Tako.Core.Labels;
using Tako.Reports;
using Tako.Tasks;
using Tako.Workspace.Overlay;
using Tako.Workspace.Sandbox;

namespace Tako.Limbs;

/// <summary>A sandbox whose every run passes the gate as a test run: linters and impacted tests are effects like any other.</summary>
internal sealed class GatedSandbox(ISandbox inner, TaskSession session, StepJournal journal, Grant grant, Exposure exposure) : ISandbox
{
    private int _ordinal;

    public IsolationTier Tier => inner.Tier;

    public async ValueTask<RunOutcome> RunAsync(SandboxRun run, CancellationToken cancellationToken)
    {
        var within = session.Within(run.Timeout < session.Limits.TestTimeout ? run.Timeout : session.Limits.TestTimeout);
        if (within <= TimeSpan.Zero)
            return new RunOutcome.Refused("The time budget is gone.", "Give the task more time.");
        var effect = new Effect
        {
            Tool = "test",
            Kind = EffectKind.Pure,
            Arguments = JsonSerializer.SerializeToElement(new TestCall(run.Command, run.Staged?.Hash ?? ""),
                ProcessCallJson.Default.TestCall),
            Actor = journal.Actor,
            Label = Labels.Arm(journal.Actor).Join(exposure.Seen),
            Key = EffectKey.Of(journal.Step, "sense", ++_ordinal),
        };
        var gated = await session.PassAsync(effect, grant, async token =>
        {
            var outcome = await inner.RunAsync(
                run with { Timeout = within, CacheLayer = run.CacheLayer ?? Layers.Readable(session, run.Staged) }, token);
            var text = outcome is RunOutcome.Exited exited ? exited.Report.StandardOutput : outcome.GetType().Name;
            return new Passage<RunOutcome>(outcome, RepositoryLabel.Of("tests"), TraceRecorder.Hash(text));
        }, cancellationToken);
        return gated switch
        {
            GateOutcome<RunOutcome>.Done done => done.Value,
            GateOutcome<RunOutcome>.Denied denied => new RunOutcome.Refused(denied.Why.ToString(), "Allow it in the contract."),
            _ => throw new InvalidOperationException("A waiting effect does not come back."),
        };
    }
}
