using System.Text.Json.Serialization;
using Tako.Core.Contracts;
using Tako.Core.Ledger;

namespace Tako.Core.Capabilities;

/// <summary>What to do about an effect whose result was lost.</summary>
public enum Recovery
{
    /// <summary>Pass it again.</summary>
    Retry,

    /// <summary>Look whether it happened; pass it again only if not.</summary>
    Probe,

    /// <summary>Nobody can know from here: a person decides.</summary>
    AskPerson,
}

/// <summary>What was found out about an unknown effect.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Settlement>))]
public enum Settlement
{
    [JsonStringEnumMemberName("happened")] Happened,
    [JsonStringEnumMemberName("didNotHappen")] DidNotHappen,

    /// <summary>A person says to go on without knowing.</summary>
    [JsonStringEnumMemberName("abandoned")] Abandoned,
}

/// <summary>An effect that was intended and whose result the ledger does not hold.</summary>
/// <param name="Seq">Sequence of its <c>effect.intended</c> event.</param>
/// <param name="Id"><see cref="Effect.Id"/>.</param>
/// <param name="Summary">What it would have done, without values that could be secret.</param>
public sealed record UnknownEffect(long Seq, string Id, string Tool, EffectKind Kind, string ArgumentsHash, string Summary, string Actor)
{
    public Recovery Recovery => UnknownEffects.RecoveryOf(Kind);
}

/// <summary>Finds effects that a crash has left without a result, and says what to do about each kind.</summary>
public static class UnknownEffects
{
    public static Recovery RecoveryOf(EffectKind kind) => kind switch
    {
        EffectKind.Pure or EffectKind.Idempotent => Recovery.Retry,
        EffectKind.Probeable => Recovery.Probe,
        _ => Recovery.AskPerson,
    };

    /// <summary>The unknown effects of a task, in the order in which they were intended.</summary>
    public static IReadOnlyList<UnknownEffect> Find(IEnumerable<LedgerEvent> events)
    {
        var fold = new EffectFold();
        foreach (var entry in events)
            fold.Apply(entry);
        return fold.Unknown;
    }
}
