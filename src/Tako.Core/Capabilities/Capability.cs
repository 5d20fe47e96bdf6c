using System.Text.Json;
using Tako.Core.Labels;

namespace Tako.Core.Capabilities;

/// <summary>The right to use one tool within limits. What it does not limit is free; what nobody holds is denied.</summary>
public sealed record Capability
{
    public required string Tool { get; init; }

    /// <summary>All must allow the call. An argument that is limited must be present.</summary>
    public IReadOnlyList<ArgumentLimit> Limits { get; init; } = [];

    /// <summary>How often it may be used, counting everyone to whom it was passed on; null is not limited.</summary>
    public int? Calls { get; init; }

    public DateTimeOffset? Expires { get; init; }

    /// <summary>Whether each use is put to a person first.</summary>
    public bool NeedsApproval { get; init; }

    /// <summary>How far the arguments must be trusted; the default takes any.</summary>
    public Integrity LeastIntegrity { get; init; } = Integrity.Web;

    /// <summary>How confidential the arguments may be; the default takes any.</summary>
    public Confidentiality MostConfidential { get; init; } = Confidentiality.Secret;

    /// <summary>Every way in which this capability allows something that <paramref name="other"/> does not; none
    /// means it is within.</summary>
    internal IEnumerable<string> WiderThan(Capability other)
    {
        foreach (var limit in other.Limits)
        {
            if (!Limits.Any(own => own.IsWithin(limit)))
                yield return $"'{limit.Argument}' {limit.Rule}";
        }

        if (other.Calls is { } calls && !(Calls <= calls))
            yield return $"it may be used at most {calls} times";
        if (other.Expires is { } expires && !(Expires <= expires))
            yield return $"it ends at {expires:u}";
        if (other.NeedsApproval && !NeedsApproval)
            yield return "each use needs approval";
        if (LeastIntegrity < other.LeastIntegrity)
            yield return $"its arguments must be trusted at least as {Lower(other.LeastIntegrity)}";
        if (MostConfidential > other.MostConfidential)
            yield return $"its arguments may be at most {Lower(other.MostConfidential)}";
    }

    /// <summary>Every reason why it does not cover the effect, apart from the count.</summary>
    internal IEnumerable<string> Faults(Effect effect, DateTimeOffset now)
    {
        foreach (var limit in Limits)
        {
            if (effect.Arguments.ValueKind != JsonValueKind.Object || !effect.Arguments.TryGetProperty(limit.Argument, out var value))
                yield return $"'{limit.Argument}' is missing; it {limit.Rule}";
            else if (!limit.Allows(value))
                yield return $"'{limit.Argument}' {limit.Rule}";
        }

        if (Expires <= now)
            yield return $"the capability ended at {Expires:u}";
        if (effect.Label.Integrity < LeastIntegrity)
            yield return $"its arguments come from {Lower(effect.Label.Integrity)} and must be trusted at least as {Lower(LeastIntegrity)}";
        if (effect.Label.Confidentiality > MostConfidential)
            yield return $"its arguments are {Lower(effect.Label.Confidentiality)} and may be at most {Lower(MostConfidential)}";
    }

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
