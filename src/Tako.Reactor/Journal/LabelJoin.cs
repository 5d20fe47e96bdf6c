using Tako.Core.Labels;

namespace Tako.Reactor.Journal;

/// <summary>The label of a value that was made from others: least trusted, most confined, from all their sources.</summary>
internal static class LabelJoin
{
    private const int MaxSources = 16;

    public static readonly Label Tool = new(Integrity.Tool, Confidentiality.Internal, []);

    /// <summary>What a value without any part that came from elsewhere has: the plan wrote it.</summary>
    public static readonly Label Literal = new(Integrity.Arm, Confidentiality.Internal, []);

    /// <summary>What a person said it was.</summary>
    public static readonly Label Told = new(Integrity.User, Confidentiality.Internal, []);

    public static Label Of(Label one, Label other) => one.Equals(other) ? one : new(
        (Integrity)Math.Min((int)one.Integrity, (int)other.Integrity),
        (Confidentiality)Math.Max((int)one.Confidentiality, (int)other.Confidentiality),
        Sources(one.Sources, other.Sources));

    public static Label Of(Label first, IEnumerable<Label> others) => others.Aggregate(first, Of);

    // A bound keeps events small in plans of any size: past it, the sources are only known to be many.
    private static IReadOnlyList<string> Sources(IReadOnlyList<string> one, IReadOnlyList<string> other)
    {
        if (other.Count == 0 || one.SequenceEqual(other))
            return one;
        if (one.Count == 0)
            return other;
        List<string> all = [.. one.Union(other).Order(StringComparer.Ordinal)];
        return all.Count <= MaxSources ? all : [.. all.Where(source => source != "many").Take(MaxSources - 1), "many"];
    }
}
