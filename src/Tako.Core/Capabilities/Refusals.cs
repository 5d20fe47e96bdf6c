using System.Text.Json;
using Tako.Core.Ledger;

namespace Tako.Core.Capabilities;

/// <summary>Reads refusals at the gate back from the ledger.</summary>
public static class Refusals
{
    /// <summary>The refusal that an event records; null for any other event.</summary>
    public static RecordedRefusal? Read(LedgerEvent entry) => entry.Type switch
    {
        "effect.denied" when JsonSerializer.Deserialize(entry.Body.Span, EffectJson.Relaxed.EffectDenied) is { } denied =>
            new RecordedRefusal(denied.Tool, denied.By, denied.Reasons, Withheld: false),
        "effect.withheld" when JsonSerializer.Deserialize(entry.Body.Span, EffectJson.Relaxed.EffectWithheld) is { } withheld =>
            new RecordedRefusal(withheld.Id, withheld.By, withheld.Reasons, Withheld: true),
        _ => null,
    };
}

/// <summary>What was refused at the gate, and why.</summary>
/// <param name="Tool">The tool; of a result that was withheld, the effect's id.</param>
/// <param name="By">Who refused: <c>capability</c>, <c>approval</c>, or names of rules and hooks.</param>
/// <param name="Withheld">It was done, and its result was kept back.</param>
public sealed record RecordedRefusal(string Tool, string By, IReadOnlyList<string> Reasons, bool Withheld);
