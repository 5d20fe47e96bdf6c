using Tako.Workspace.Overlay;
using Tako.Workspace.Senses.Workers;

namespace Tako.Workspace.Senses.Sources;

/// <summary>What a worker says of files of a language, asked once for each content. Safe for concurrent use.</summary>
/// <param name="mode">How a file of a shadow is to be read: <c>module</c> or <c>script</c>.</param>
internal sealed class ParsedFiles(ParseWorker worker, Func<Shadow, RepoPath, string> mode)
{
    private const int MaxKept = 20_000;
    private readonly Dictionary<(string Name, string Mode, string Hash), WorkerAnswer> _known = [];
    private readonly Lock _lock = new();

    /// <summary>Says why when there is no worker; files that cannot be read are left out of <paramref name="into"/>.</summary>
    public async ValueTask<string?> LookAsync(Shadow shadow, IEnumerable<RepoPath> paths, Dictionary<RepoPath, WorkerAnswer> into,
        CancellationToken cancellationToken)
    {
        var asked = new List<(RepoPath Path, (string, string, string) Key, WorkerSource Source)>();
        foreach (var path in paths.Distinct())
        {
            if (into.ContainsKey(path) || SourceText.Read(shadow, path) is not { } text)
                continue;
            var source = new WorkerSource(path.Name, text.Text, mode(shadow, path));
            var key = (Path.GetExtension(path.Name), source.Mode, ContentHash.Of(shadow.Read(path)!.Value.Span));
            if (Known(key) is { } known)
                into[path] = known;
            else
                asked.Add((path, key, source));
        }

        if (asked.Count == 0)
            return null;
        switch (await worker.AskAsync("facts", [.. asked.Select(each => each.Source)], cancellationToken))
        {
            case WorkerOutcome.Silent silent:
                return silent.Why;
            case WorkerOutcome.Answered { Answers: var answers }:
                lock (_lock)
                {
                    if (_known.Count + answers.Count > MaxKept)
                        _known.Clear();
                    foreach (var (each, answer) in asked.Zip(answers))
                        into[each.Path] = _known[each.Key] = answer;
                }

                return null;
            default:
                throw new InvalidOperationException("A worker answers or is silent.");
        }
    }

    private WorkerAnswer? Known((string, string, string) key)
    {
        lock (_lock)
            return _known.GetValueOrDefault(key);
    }
}
