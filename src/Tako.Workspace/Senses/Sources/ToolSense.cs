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
    private const int MaxOutput = 4 << 20;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly Dictionary<(string Tool, string Files), KnownFindings> _before = [];
    private readonly SemaphoreSlim _turn = new(1, 1);

    public string Rung => "semantics";

    public async ValueTask<Feeling> FeelAsync(Shadow shadow, CancellationToken cancellationToken)
    {
        var files = scope(shadow).Take(MaxFiles).ToList();
        if (files.Count == 0)
            return new Feeling.Numb($"No {language.Name} file was changed.");
        var moved = ChangedFile.Between(start, shadow).Where(file => file is { Now: not null, Before: not null })
            .ToDictionary(file => file.Now!.Value, file => file.Before!.Value);
        RepoPath Origin(RepoPath file) => moved.GetValueOrDefault(file, file);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var (heard, failed) = (0, new List<string>());
            foreach (var tool in tools)
            {
                if (tool.Command(shadow, files) is not { } command)
                    continue;
                if (await RunAsync(tool, command, shadow, cancellationToken) is not { } all)
                {
                    failed.Add(tool.Name);
                    continue;
                }

                heard++;
                // Files that nothing here reaches have no new errors, only old ones.
                var found = tool.TakesAll ? all : [.. all.Where(finding => files.Contains(finding.File))];
                if (found.Count == 0)
                    continue;
                var before = await BeforeAsync(tool, [.. files.Select(Origin).Where(start.Exists).Distinct()], cancellationToken);
                var fresh = before.NewIn(found, shadow, Origin);
                if (fresh.Count > 0)
                    return new Feeling.Hurt([.. fresh.Take(MaxPains).Select(finding => finding.ToPain(tool.Name, shadow))]);
            }

            return heard > 0 ? new Feeling.Well()
                : new Feeling.Numb(failed.Count > 0 ? $"{string.Join(" and ", failed)} could not be run in the sandbox."
                    : $"The repository is set up for no {language.Name} checker that is installed here.");
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask<KnownFindings> BeforeAsync(RepositoryTool tool, IReadOnlyList<RepoPath> old,
        CancellationToken cancellationToken)
    {
        var key = (tool.Name, tool.TakesAll ? "" : string.Join('\n', old));
        if (_before.TryGetValue(key, out var known))
            return known;
        var found = (old.Count > 0 || tool.TakesAll) && tool.Command(start, old) is { } command
            ? await RunAsync(tool, command, start, cancellationToken) ?? [] : [];
        return _before[key] = new KnownFindings(found, start);
    }

    /// <summary>Null where the tool could not do its work.</summary>
    private async ValueTask<IReadOnlyList<Finding>?> RunAsync(RepositoryTool tool, IReadOnlyList<string> command, Shadow shadow,
        CancellationToken cancellationToken)
    {
        var outcome = await runs(new SandboxRun { Root = shadow.Root, Command = command, Staged = shadow.Changes,
            Timeout = Limit, Limits = new SandboxLimits { OutputBytes = MaxOutput } }, cancellationToken);
        if (outcome is not RunOutcome.Exited { Report: { Truncated: false } report })
            return null;
        var found = tool.Read(report.StandardOutput, shadow.Root);
        // A tool that failed without a finding stumbled over itself.
        return report.ExitCode == 0 || found.Count > 0 || report.ExitCode == tool.StyleCode ? found : null;
    }
}
