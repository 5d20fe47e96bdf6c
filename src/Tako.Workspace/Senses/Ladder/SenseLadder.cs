using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses.Ladder;

/// <summary>
/// Feels a shadow rung by rung, from cheap to dear, and stops after the first rung that hurts: what a missing colon does to the
/// tests is not worth knowing.
/// </summary>
public sealed class SenseLadder(IEnumerable<ISense> senses, TimeProvider time)
{
    private static readonly IReadOnlyList<string> Order = ["edit", "parse", "semantics", "guard", "impacted", "build", "test"];

    private readonly IReadOnlyList<IGrouping<string, ISense>> _rungs =
        [.. senses.GroupBy(sense => sense.Rung, StringComparer.Ordinal).OrderBy(rung => Height(rung.Key))];

    /// <summary>The place of a rung, from 0; names that are not known come last.</summary>
    public static int Height(string rung)
    {
        for (var index = 0; index < Order.Count; index++)
        {
            if (Order[index] == rung)
                return index;
        }

        return Order.Count;
    }

    /// <summary>Feels every rung above <paramref name="after"/> (null: from the first) up to and with <paramref name="last"/>, until
    /// one hurts.</summary>
    public async ValueTask<LadderReport> FeelAsync(Shadow shadow, string? after, string last, CancellationToken cancellationToken)
    {
        var reports = new List<SenseReport>();
        foreach (var rung in _rungs.Where(rung => (after is null || Height(rung.Key) > Height(after)) && Height(rung.Key) <= Height(last)))
        {
            var pains = new List<Pain>();
            foreach (var sense in rung)
            {
                var began = time.GetTimestamp();
                var feeling = await FeelAsync(sense, shadow, cancellationToken);
                // A diagnostic of another state than this one misleads whoever reads it.
                var fresh = feeling is Feeling.Hurt hurt ? hurt.Pains.Where(pain => pain.WorkspaceHash == shadow.Hash).ToList() : [];
                reports.Add(new SenseReport(rung.Key, fresh.Count, (feeling as Feeling.Numb)?.Why, time.GetElapsedTime(began)));
                pains.AddRange(fresh);
            }

            if (pains.Count > 0)
                return new LadderReport(rung.Key, pains, reports);
        }

        return new LadderReport(null, [], reports);
    }

    private static async ValueTask<Feeling> FeelAsync(ISense sense, Shadow shadow, CancellationToken cancellationToken)
    {
        try
        {
            return await sense.FeelAsync(shadow, cancellationToken);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            // The tests decide in the end; a cheap sense that breaks on odd code must not take the work with it.
            return new Feeling.Numb($"The sense broke: {broken.GetType().Name}: {broken.Message}");
        }
    }
}
