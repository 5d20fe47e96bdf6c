using System.Text.Json;
using Tako.Arms;
using Tako.Reports;
using Tako.Tasks;
using Tako.Workspace.Overlay;

namespace Tako.Limbs;

/// <summary>The joined work of several arms, and where they disagreed.</summary>
internal sealed record Fused(Shadow Shadow, IReadOnlyList<ArmReport> Reports, IReadOnlyList<string> Conflicts)
{
    public IReadOnlyList<Origin> Origins =>
        [.. Reports
            .SelectMany(report => report.Proposal?.Origins ?? [])
            .Where(origin => Shadow.Changes.Changes.Any(change => change.Path.Value == origin.Path))];
}

/// <summary>
/// Lays the proposals of several arms over each other. A proposal that builds on another replaces it. Where two
/// independent ones changed the same file differently, the explicit rule is: the more confident one wins, the earlier one
/// on a tie, and the conflict is reported for the brain to weigh.
/// </summary>
internal static class Fusion
{
    public static async ValueTask<Fused> JoinAsync(Shadow disk, IEnumerable<JsonElement> values, StepJournal journal,
        CancellationToken cancellationToken)
    {
        var reports = values.SelectMany(Reports)
            .Where(report => report.Proposal is not null)
            .DistinctBy(report => report.Proposal!.Hash)
            .ToArray();
        var replaced = reports.SelectMany(report => report.Proposal!.BuildsOn).ToHashSet(StringComparer.Ordinal);
        var standing = reports
            .Where(report => !replaced.Contains(report.Proposal!.Hash))
            .OrderByDescending(report => report.Confidence)
            .ToArray();
        var conflicts = new List<string>();
        var taken = new Dictionary<string, (string Arm, string? Hash)>(StringComparer.Ordinal);
        var shadow = disk;
        foreach (var report in standing)
        {
            foreach (var change in (await LoadAsync(report.Proposal!, journal, cancellationToken)).Changes)
            {
                if (taken.TryGetValue(change.Path.Value, out var first))
                {
                    if (first.Hash != change.ContentHash)
                        conflicts.Add($"Two arms changed {change.Path} differently; the more confident one was kept.");
                    continue;
                }

                taken[change.Path.Value] = (report.Arm, change.ContentHash);
                shadow = Stage(shadow, change);
            }
        }

        return new Fused(shadow, standing, conflicts);
    }

    public static async ValueTask<ChangeSet> LoadAsync(Proposal proposal, StepJournal journal, CancellationToken cancellationToken)
    {
        var bytes = await journal.FetchAsync(proposal.Blob, cancellationToken)
            ?? throw new InvalidOperationException(
                $"The change set {proposal.Hash[..12]} is gone: its blob was erased. "
                + "Start the task anew.");
        return ChangeSet.FromJson(System.Text.Encoding.UTF8.GetString(bytes.Span)) switch
        {
            Core.Faults.Parsed<ChangeSet>.Ok ok => ok.Value,
            Core.Faults.Parsed<ChangeSet>.Faulty faulty => throw new InvalidOperationException(string.Join("; ", faulty.Faults)),
            _ => throw new InvalidOperationException("A parsed value is ok or faulty."),
        };
    }

    /// <summary>Every arm report inside a step's value, however deep a nested plan has put it.</summary>
    public static IEnumerable<ArmReport> Reports(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when value.TryGetProperty("arm", out _) && value.TryGetProperty("trace", out _):
                if (value.Deserialize(TaskJson.Default.ArmReport) is { } report)
                    yield return report;
                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    foreach (var inner in Reports(member.Value))
                        yield return inner;
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    foreach (var inner in Reports(item))
                        yield return inner;
                }

                break;
        }
    }

    /// <summary>Stages one change of another shadow's change set; one that does not fit is left out.</summary>
    public static Shadow Stage(Shadow shadow, Change change)
    {
        var outcome = change.Kind switch
        {
            ChangeKind.Deleted => shadow.Delete(change.Path),
            ChangeKind.Renamed => shadow.Rename(change.From!.Value, change.Path) is StageOutcome.Staged moved
                ? moved.Shadow.Write(change.Path, change.Content!.Value, change.Mode)
                : new StageOutcome.Refused($"'{change.From}' cannot be moved to '{change.Path}'."),
            _ => shadow.Write(change.Path, change.Content!.Value, change.Mode),
        };
        return outcome is StageOutcome.Staged staged ? staged.Shadow : shadow;
    }
}
