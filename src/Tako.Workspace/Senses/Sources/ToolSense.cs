using Tako.Workspace.Overlay;
using Tako.Workspace.Sandbox;
using Tako.Workspace.Senses.Ladder;

namespace Tako.Workspace.Senses.Sources;

/// <summary>
/// Lets the repository's own linters and type checkers look at what changed and at what imports it. What they said of the shadow
/// that the limb started from, they are not heard to say again.
/// </summary>
internal sealed class ToolSense(Shadow start, SourceLanguage language, IReadOnlyList<RepositoryTool> tools,
    Func<Shadow, IReadOnlyList<RepoPath>> scope, Runs runs) : ISense
{
    private const int MaxFiles = 60;
    private const int MaxPains = 50;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly Dictionary<(string Tool, string Files), HashSet<(RepoPath, string)>> _before = [];
    private readonly SemaphoreSlim _turn = new(1, 1);

    public string Rung => "semantics";

    public async ValueTask<Feeling> FeelAsync(Shadow shadow, CancellationToken cancellationToken)
    {
        var files = scope(shadow).Take(MaxFiles).ToList();
        if (files.Count == 0)
            return new Feeling.Numb($"No {language.Name} file was changed.");
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var heard = 0;
            foreach (var tool in tools)
            {
                if (await RunAsync(tool, shadow, files, cancellationToken) is not { } found)
                    continue;
                heard++;
                if (found.Count == 0)
                    continue;
                var before = await BeforeAsync(tool, files, cancellationToken);
                var fresh = found.Where(finding => !before.Contains((finding.File, finding.Name))).ToList();
                if (fresh.Count > 0)
                    return new Feeling.Hurt([.. fresh.Take(MaxPains).Select(finding => finding.ToPain(tool.Name, shadow))]);
            }

            return heard > 0 ? new Feeling.Well()
                : new Feeling.Numb($"The repository is set up for no {language.Name} checker that is installed here.");
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask<HashSet<(RepoPath, string)>> BeforeAsync(RepositoryTool tool, IReadOnlyList<RepoPath> files,
        CancellationToken cancellationToken)
    {
        var old = files.Where(start.Exists).ToList();
        var key = (tool.Name, string.Join('\n', old));
        if (_before.TryGetValue(key, out var known))
            return known;
        var found = old.Count == 0 ? [] : await RunAsync(tool, start, old, cancellationToken) ?? [];
        return _before[key] = [.. found.Select(finding => (finding.File, finding.Name))];
    }

    /// <summary>Null where the tool is not there or could not do its work.</summary>
    private async ValueTask<IReadOnlyList<Finding>?> RunAsync(RepositoryTool tool, Shadow shadow, IReadOnlyList<RepoPath> files,
        CancellationToken cancellationToken)
    {
        if (tool.Command(shadow, files) is not { } command)
            return null;
        var outcome = await runs(new SandboxRun { Root = shadow.Root, Command = command, Staged = shadow.Changes,
            Timeout = Limit }, cancellationToken);
        if (outcome is not RunOutcome.Exited { Report: var report })
            return null;
        var found = tool.Read(report.StandardOutput, shadow.Root);
        // A tool that failed without a finding stumbled over itself.
        return report.ExitCode != 0 && found.Count == 0 ? null : found;
    }
}
