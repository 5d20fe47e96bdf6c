using System.Text.Json;
using Tako.Arms;
using Tako.Arms.Judging;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Tasks;

namespace Tako.Running;

/// <summary>What the judge's last report made of claims about texts, from the task's events.</summary>
internal static class JudgedClaims
{
    private const int Most = 16;
    private const int Longest = 200;

    public static async ValueTask<IReadOnlyList<CheckedClaim>> ReadAsync(AnimalParts parts, TaskId task,
        CancellationToken cancellationToken)
    {
        string? report = null;
        await foreach (var entry in parts.Ledger.ReadAsync(parts.Tenant, task.Stream, 1, cancellationToken))
        {
            if (entry.Type == "arm.reported"
                && JsonSerializer.Deserialize(entry.Body.Span, TaskJson.Default.ArmReported) is { Arm: "judge" } reported)
                report = reported.Report;
        }

        if (report is null || await parts.Blobs.GetAsync(parts.Tenant, new BlobRef(report), cancellationToken) is not { } bytes
            || JsonSerializer.Deserialize(bytes.Span, TaskJson.Default.ArmReport)?.Value is not { } value
            || value.Deserialize(ArmsJson.Default.Judgement) is not { } judgement)
            return [];
        return [.. judgement.Facts.Take(Most).Select(static fact => new CheckedClaim(fact.Arm, Short(fact.Claim),
            fact.Verdict.ToString().ToLowerInvariant(), Short(fact.Reasons.FirstOrDefault() ?? "")))];
    }

    private static string Short(string text) => text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), "…");
}
