using System.Text.Json;
using Tako.Core.Identity;
using Tako.Reflexes.Limits;
using Tako.Tasks;

namespace Tako.Running;

/// <summary>What all tasks of the ledger spent on models within the windows of the policy's limits, so that neither a new task nor a
/// restart fills a bucket.</summary>
internal static class SpentBefore
{
    public static async ValueTask CountAsync(AnimalParts parts, CostReflex cost, CancellationToken cancellationToken)
    {
        if (cost.Longest == TimeSpan.Zero)
            return;
        var now = parts.Time.GetUtcNow();
        var from = now - cost.Longest;
        var spent = new List<Spending>();
        await foreach (var head in parts.Ledger.StreamsAsync(parts.Tenant, TaskId.Streams, cancellationToken))
        {
            if (head.Updated < from)
                continue;
            await foreach (var entry in parts.Ledger.ReadAsync(parts.Tenant, head.Stream, 1, cancellationToken))
            {
                if (entry.Type == "model.answered" && entry.Time >= from
                    && JsonSerializer.Deserialize(entry.Body.Span, TaskJson.Default.ModelAnswered) is { } answered)
                    spent.Add(new Spending(now - entry.Time, "model", answered.Arm, answered.Usage.Usd));
            }
        }

        cost.Restore(spent);
    }
}
