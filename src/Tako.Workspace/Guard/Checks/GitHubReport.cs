namespace Tako.Workspace.Guard.Checks;

/// <summary>Writes findings as GitHub's workflow commands, which show them beside the lines of a pull request.</summary>
public static class GitHubReport
{
    public static string Write(GuardFinding finding)
    {
        var kind = finding.Severity switch
        {
            Severity.Deny => "error",
            Severity.Ask => "warning",
            _ => "notice",
        };
        var place = finding.Path is { } path
            ? $"file={Property(path.Value)},line={Math.Max(1, finding.Line)},"
            : "";
        return $"::{kind} {place}title={Property($"tako guard: {finding.Rule}")}::" + Text($"{finding.Message} {finding.WayOut}");
    }

    private static string Text(string text) => text.Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) =>
        Text(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
