using System.Text.Json;
using Tako.Arms;
using Tako.Core.Contracts;
using Tako.Core.Labels;
using Tako.Limbs;
using Tako.Tasks;
using Tako.Workspace.Sandbox;

namespace Tako.Tools;

/// <summary>Runs a program in the sandbox over the limb's shadow. Which programs is the capability's business.</summary>
internal sealed class RunTool(TaskSession session) : ITool
{
    public string Name => "run";

    public string Description => "Runs an allowed program in a sandbox without network, over the repository as staged so far.";

    public JsonElement Schema { get; } = ToolArguments.Parse(
        """{"type":"object","properties":"""
        + """{"program":{"type":"string"},"arguments":{"type":"array","items":{"type":"string"},"default":[]}}"""
        + ""","required":["program"],"additionalProperties":false}""");

    // Nothing outside the sandbox can be changed by it, so it may be run again after a crash.
    public EffectKind Effect => EffectKind.Idempotent;

    public string Subject(JsonElement arguments) =>
        $"{arguments.Text("program")} {string.Join(' ', arguments.Texts("arguments") ?? [])}".Trim();

    public async ValueTask<ToolResult> RunAsync(JsonElement arguments, Limb limb, CancellationToken cancellationToken)
    {
        var label = Labels.Tool("run");
        if (session.Sandbox is not { } sandbox)
            return new ToolResult(false, "No sandbox works here; see 'tako doctor'.", label);
        var outcome = await sandbox.RunAsync(new SandboxRun
        {
            Root = session.Root,
            Command = [arguments.Text("program") ?? "", .. arguments.Texts("arguments") ?? []],
            Staged = limb.Shadow.Changes,
            Timeout = session.Limits.TestTimeout,
            CacheLayer = Layers.Readable(session, limb.Changes),
        }, cancellationToken);
        return outcome switch
        {
            RunOutcome.Exited { Report: var report } => new ToolResult(report.ExitCode == 0,
                $"exit code {report.ExitCode}\n{report.StandardOutput}\n{report.StandardError}".TrimEnd(), label),
            RunOutcome.TimedOut => new ToolResult(false, $"It did not end within {session.Limits.TestTimeout:g} and was stopped.", label),
            RunOutcome.Killed killed => new ToolResult(false, $"It was stopped: {killed.Reason}.", label),
            RunOutcome.Refused refused => new ToolResult(false, $"{refused.Why} {refused.WayOut}", label),
            _ => throw new InvalidOperationException($"Unknown outcome {outcome}."),
        };
    }
}
