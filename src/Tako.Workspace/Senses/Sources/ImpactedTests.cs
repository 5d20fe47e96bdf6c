using Tako.Workspace.Overlay;
using Tako.Workspace.Sandbox;
using Tako.Workspace.Senses.Ladder;

namespace Tako.Workspace.Senses.Sources;

/// <summary>Runs a command over a shadow; a sandbox's own method is one.</summary>
public delegate ValueTask<RunOutcome> Runs(SandboxRun run, CancellationToken cancellationToken);

/// <summary>The test files that a change reaches, and how to run them alone.</summary>
/// <param name="Impacted">Test files that reach a changed file by their imports, or are changed themselves.</param>
/// <param name="All">Every test file of the language.</param>
internal sealed record TestReach(IReadOnlyList<RepoPath> Impacted, IReadOnlyList<RepoPath> All);

/// <summary>Runs the tests that reach what changed, and only those.</summary>
internal sealed class ImpactedTests(SourceLanguage language, TestCommand command, Func<Shadow, TestReach?> reach,
    Func<Shadow, TestCommand, IReadOnlyList<RepoPath>, SandboxRun?> only, Runs runs) : ISense
{
    private const int MaxFiles = 100;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public string Rung => "impacted";

    public async ValueTask<Feeling> FeelAsync(Shadow shadow, CancellationToken cancellationToken)
    {
        if (reach(shadow) is not { } tests)
            return new Feeling.Numb($"No {language.Name} file was changed.");
        if (tests.Impacted.Count == 0)
            return new Feeling.Numb("No test reaches what was changed.");
        if (tests.Impacted.Count >= tests.All.Count)
            return new Feeling.Numb("Every test reaches what was changed; the full run says the same.");
        if (tests.Impacted.Count > MaxFiles || only(shadow, command, tests.Impacted) is not { } run)
            return new Feeling.Numb($"'{string.Join(' ', command.Argv)}' cannot be told to run only some tests.");
        return await runs(run with { Staged = shadow.Changes, Timeout = Limit }, cancellationToken) switch
        {
            RunOutcome.Exited { Report: var report } => Read(report, shadow),
            RunOutcome.TimedOut { Report: var report } => Stopped(shadow,
                $"The tests did not end within {report.Duration:g} and were stopped."),
            RunOutcome.Killed killed => Stopped(shadow, $"The tests were stopped: {killed.Reason}."),
            RunOutcome.Refused refused => new Feeling.Numb(refused.Why),
            var unknown => throw new InvalidOperationException($"Unknown outcome {unknown}."),
        };
    }

    private Feeling Read(RunReport report, Shadow shadow)
    {
        var pains = PainReader.Read(command.Framework, report.StandardOutput, report.StandardError, report.ExitCode, shadow.Root);
        if (pains.Count > 0)
            return new Feeling.Hurt([.. pains.Select(pain => pain with { Rung = Rung, WorkspaceHash = shadow.Hash })]);
        var tally = PainReader.Tally(command.Framework, report.StandardOutput, report.StandardError);
        return report.ExitCode == 0 && tally is { Passed: > 0, Failed: 0 } ? new Feeling.Well()
            : new Feeling.Numb("The run of the impacted tests ended without a test.");
    }

    private Feeling.Hurt Stopped(Shadow shadow, string what) =>
        new([new Pain { Rung = Rung, Tool = command.Framework, Code = "stopped", Message = what, WorkspaceHash = shadow.Hash }]);
}
