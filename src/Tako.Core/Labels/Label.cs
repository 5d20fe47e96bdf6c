using System.Text.Json.Serialization;

namespace Tako.Core.Labels;

/// <summary>How far a value may be trusted to give instructions; a larger one is trusted more.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Integrity>))]
public enum Integrity
{
    [JsonStringEnumMemberName("web")] Web,
    [JsonStringEnumMemberName("tool")] Tool,
    [JsonStringEnumMemberName("arm")] Arm,
    [JsonStringEnumMemberName("user")] User,
    [JsonStringEnumMemberName("system")] System,
}

/// <summary>Who may see a value; a larger one is more confined.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Confidentiality>))]
public enum Confidentiality
{
    [JsonStringEnumMemberName("public")] Public,
    [JsonStringEnumMemberName("internal")] Internal,
    [JsonStringEnumMemberName("confidential")] Confidential,
    [JsonStringEnumMemberName("secret")] Secret,
}

/// <summary>
/// What is known about a value's origin. Values that are combined join their labels, and joining only ever lowers
/// integrity and raises confidentiality; the other direction goes through a <see cref="Declassifier"/>.
/// </summary>
/// <param name="Sources">Where the value came from: distinct, sorted, at most <see cref="MaxSources"/> and then
/// <see cref="Others"/>.</param>
public sealed record Label(Integrity Integrity, Confidentiality Confidentiality, IReadOnlyList<string> Sources)
{
    /// <summary>Most sources that are named one by one.</summary>
    public const int MaxSources = 12;

    /// <summary>Longest name of a source, in characters.</summary>
    public const int MaxSourceLength = 80;

    /// <summary>Stands for the sources that no longer fit.</summary>
    public const string Others = "…";

    // Get-only, so that `with` cannot raise a label on the quiet.
    public Integrity Integrity { get; } = Integrity;

    public Confidentiality Confidentiality { get; } = Confidentiality;

    public IReadOnlyList<string> Sources { get; } = Bound(Sources);

    /// <summary>The label of a value made from values with both labels: the least upper bound in the lattice of distrust.</summary>
    public Label Join(Label other)
    {
        if (Equals(other))
            return this;
        var integrity = Integrity < other.Integrity ? Integrity : other.Integrity;
        var confidentiality = Confidentiality > other.Confidentiality ? Confidentiality : other.Confidentiality;
        return new Label(integrity, confidentiality, [.. Sources, .. other.Sources]);
    }

    /// <summary>Whether a value of this label may stand wherever one of <paramref name="other"/> may: joining changes nothing.</summary>
    public bool FlowsTo(Label other) => Join(other).Equals(other);

    public bool Equals(Label? other) =>
        other is not null && Integrity == other.Integrity && Confidentiality == other.Confidentiality
        && Sources.SequenceEqual(other.Sources, StringComparer.Ordinal);

    public override int GetHashCode() => HashCode.Combine(Integrity, Confidentiality, Sources.Count);

    // The smallest N of a union do not depend on the order in which the union was made, so joins stay associative.
    private static IReadOnlyList<string> Bound(IReadOnlyList<string> sources)
    {
        if (sources.Count == 0)
            return [];
        var distinct = new SortedSet<string>(StringComparer.Ordinal);
        var others = false;
        foreach (var source in sources)
        {
            if (source == Others)
                others = true;
            else
                distinct.Add(PlainLine.Of(source, MaxSourceLength));
        }

        others |= distinct.Count > MaxSources;
        return others ? [.. distinct.Take(MaxSources), Others] : [.. distinct];
    }
}
