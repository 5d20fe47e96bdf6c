using Tako.Core.Contracts;
using Tako.Reactor.Plans;

namespace Tako.Reactor.Tests.Doubles;

/// <summary>Plans of any shape without cycles, the same for the same seed.</summary>
internal static class RandomPlans
{
    public static Plan Dag(int seed, int most = 24)
    {
        var random = new Random(seed);
        var count = random.Next(1, most);
        var names = Enumerable.Range(0, count).Select(index => $"s{index}").ToArray();
        random.Shuffle(names);
        var steps = new List<PlanStep>();
        for (var index = 0; index < count; index++)
        {
            var before = names[..index].Where(_ => random.Next(4) == 0).ToList();
            steps.Add(new PlanStep
            {
                Name = names[index],
                Use = "work",
                With = before.Where(_ => random.Next(2) == 0).ToDictionary(name => name, name => (Argument)new Argument.FromStep(name)),
                After = before,
                Effect = (EffectKind)random.Next(2),
            });
        }

        var shuffled = steps.ToArray();
        random.Shuffle(shuffled);
        return new Plan { Name = "dag", Steps = shuffled };
    }

    /// <summary>How long a step takes, in whole seconds, the same for the same name and seed.</summary>
    public static TimeSpan Length(string step, int seed) =>
        TimeSpan.FromSeconds(
            1 + (Math.Abs((step + seed).Aggregate(17, (hash, letter) => (hash * 31) + letter)) % 20));

    /// <summary>The longest path through the plan.</summary>
    public static TimeSpan CriticalPath(Plan plan, int seed)
    {
        var ends = new Dictionary<string, TimeSpan>();
        return plan.Steps.Max(step => End(step.Name));

        TimeSpan End(string name)
        {
            if (ends.TryGetValue(name, out var known))
                return known;
            var step = plan.Steps.Single(one => one.Name == name);
            var start = step.After.Select(End).DefaultIfEmpty(TimeSpan.Zero).Max();
            return ends[name] = start + Length(name, seed);
        }
    }
}
