using System.Text.Json;

namespace Tako.Models.Wire;

/// <summary>A field of one protocol that another cannot say.</summary>
/// <param name="From">The protocol that has it.</param>
/// <param name="Field">As a client spells it; <c>[]</c> is any place in a list.</param>
/// <param name="Required">Without it the answer would be wrong: the call is refused rather than the field dropped.</param>
/// <param name="SaidBy">The other protocols that can say it as well.</param>
/// <param name="Note">When it counts, or what becomes of it.</param>
/// <param name="IsIdle">Values that ask for nothing beyond the usual.</param>
internal sealed record LossRow(
    WireKind From, string Field, bool Required, IReadOnlyList<WireKind> SaidBy, string Note = "", Func<JsonElement, bool>? IsIdle = null);
