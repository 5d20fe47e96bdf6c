using Tako.Models.Failures;
using Tako.Models.Health;

namespace Tako.Models.Calls;

/// <summary>What a configured name stands for: the models to ask, in order, and what holds for all of them together.</summary>
internal sealed class CallPlan
{
    private readonly PlanPart _root;
    private readonly IReadOnlyList<PlanLink> _given;
    private readonly bool _learns;

    public CallPlan(string name, PlanPart root, CallLimits limits)
    {
        (Name, _root, Limits) = (name, root, limits);
        _given = [.. root.Links];
        _learns = root.Learns;
    }

    public string Name { get; }

    public CallLimits Limits { get; }

    /// <summary>The links in the order in which they are to be asked now.</summary>
    public IReadOnlyList<PlanLink> Links => _learns ? [.. _root.InOrder()] : _given;
}

/// <summary>A link, or a chain of parts.</summary>
internal abstract record PlanPart
{
    private PlanPart() { }

    /// <summary>As they are written.</summary>
    public abstract IEnumerable<PlanLink> Links { get; }

    /// <summary>The order of some chain in it is learned.</summary>
    public abstract bool Learns { get; }

    /// <summary>As they are to be asked now.</summary>
    public abstract IEnumerable<PlanLink> InOrder();

    public sealed record One(PlanLink Link) : PlanPart
    {
        public override IEnumerable<PlanLink> Links => [Link];

        public override bool Learns => false;

        public override IEnumerable<PlanLink> InOrder() => [Link];
    }

    public sealed record Chain(IReadOnlyList<PlanPart> Parts, bool IsLearned) : PlanPart
    {
        // So much better must a part be to go before one that is written first.
        private const double Margin = 1.1;

        public override IEnumerable<PlanLink> Links => Parts.SelectMany(part => part.Links);

        public override bool Learns => IsLearned || Parts.Any(part => part.Learns);

        public override IEnumerable<PlanLink> InOrder()
        {
            List<List<PlanLink>> parts = [.. Parts.Select(part => part.InOrder().ToList())];
            return (IsLearned ? Sorted(parts) : parts).SelectMany(part => part);
        }

        // A part stands for its first link, which is the one that will usually answer.
        private static List<List<PlanLink>> Sorted(List<List<PlanLink>> parts)
        {
            var known = parts.Select(part => part[0].Health.Statistics).ToList();
            var latency = Usual(known.Select(one => one.Latency?.TotalSeconds));
            var usd = Usual(known.Select(one => one.Usd));
            List<(List<PlanLink> Part, double Score)> sorted = [];
            for (var index = 0; index < parts.Count; index++)
            {
                var score = known[index].Score(latency, usd);
                var at = sorted.Count;
                while (at > 0 && score > sorted[at - 1].Score * Margin)
                    at--;
                sorted.Insert(at, (parts[index], score));
            }

            return [.. sorted.Select(one => one.Part)];
        }

        private static double Usual(IEnumerable<double?> values)
        {
            var known = values.OfType<double>().Where(value => value > 0).ToList();
            return known.Count > 0 ? known.Average() : 0;
        }
    }
}

/// <summary>Finds the plan of a name, or says why there is none.</summary>
internal delegate CallPlan? FindPlan(string name, out CallFailure? why);
