namespace Tako.Reactor.Plans;

/// <summary>Which steps must be finished before a step can start.</summary>
internal static class Dependencies
{
    public static IEnumerable<string> Of(PlanStep step) => step.With.Values.SelectMany(argument => argument.Steps)
        .Concat(step.Each?.Steps ?? [])
        .Concat(step.When?.Arguments.SelectMany(argument => argument.Steps) ?? [])
        .Concat(step.When?.Ends ?? [])
        .Concat(step.After)
        .Distinct(StringComparer.Ordinal);

    /// <summary>The nodes that are left when everything that can be finished is: those in cycles and those behind one.</summary>
    public static HashSet<int> Stuck(int[][] waits)
    {
        var missing = waits.Select(list => list.Length).ToArray();
        var waiting = new List<int>[waits.Length];
        for (var node = 0; node < waits.Length; node++)
        {
            foreach (var before in waits[node])
                (waiting[before] ??= []).Add(node);
        }

        var free = new Stack<int>(Enumerable.Range(0, waits.Length).Where(node => missing[node] == 0));
        var stuck = Enumerable.Range(0, waits.Length).ToHashSet();
        while (free.TryPop(out var node))
        {
            stuck.Remove(node);
            foreach (var next in waiting[node] ?? [])
            {
                if (--missing[next] == 0)
                    free.Push(next);
            }
        }

        return stuck;
    }
}
