using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses.Sources;

/// <summary>What a checker said of the shadow that a limb started from.</summary>
internal sealed class KnownFindings
{
    private readonly Dictionary<(RepoPath File, string Name), List<string>> _known = [];

    /// <param name="findings">Of the start.</param>
    /// <param name="start">Where they were found.</param>
    public KnownFindings(IEnumerable<Finding> findings, Shadow start)
    {
        foreach (var file in findings.GroupBy(finding => finding.File))
        {
            var lines = LinesOf(start, file.Key);
            foreach (var finding in file)
            {
                if (!_known.TryGetValue((finding.File, finding.Name), out var places))
                    _known[(finding.File, finding.Name)] = places = [];
                places.Add(At(lines, finding.Span.Line));
            }
        }
    }

    /// <summary>
    /// What is new in a later shadow. A finding that was there as often as it is now is old, wherever it moved; of more than before,
    /// those are new whose line was not complained of.
    /// </summary>
    /// <param name="origin">Where a file was at the start.</param>
    public IReadOnlyList<Finding> NewIn(IReadOnlyList<Finding> findings, Shadow now, Func<RepoPath, RepoPath> origin)
    {
        var fresh = new List<Finding>();
        foreach (var same in findings.GroupBy(finding => (File: origin(finding.File), finding.Name)))
        {
            var old = _known.GetValueOrDefault(same.Key) ?? [];
            var surplus = same.Count() - old.Count;
            if (surplus <= 0)
                continue;
            var left = new List<string>(old);
            var moved = same.GroupBy(finding => left.Remove(At(LinesOf(now, finding.File), finding.Span.Line))).ToList();
            fresh.AddRange(moved.OrderBy(group => group.Key).SelectMany(group => group.Reverse()).Take(surplus));
        }

        return [.. fresh.OrderBy(finding => finding.File.Value, StringComparer.Ordinal).ThenBy(finding => finding.Span.Line)];
    }

    private static string[] LinesOf(Shadow shadow, RepoPath file) =>
        Workers.SourceText.Read(shadow, file) is { } text ? text.Text.Split('\n') : [];

    private static string At(string[] lines, int line) => line <= lines.Length ? lines[line - 1].Trim() : "";
}
