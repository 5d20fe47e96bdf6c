using Tako.Models.Calls;
using Tako.Models.Wire;
using Tako.Server.Keys;

namespace Tako.Server.Limits;

/// <summary>A call that wants to come in.</summary>
public readonly record struct AdmissionAsk
{
    public AdmissionAsk() { }

    /// <summary>Who calls; null where keys are not needed.</summary>
    public VirtualKey? Key { get; init; }

    /// <summary>The model that is asked for, by its configured name.</summary>
    public required string Model { get; init; }

    /// <summary>The request; its tokens are estimated from it.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Most tokens of answer that the request allows, over all of its choices; null when it names none.</summary>
    public int? MaxOutput { get; init; }

    /// <summary>Most tokens that the model can answer; null is unknown.</summary>
    public int? ModelMaxOutput { get; init; }

    /// <summary>What the dearest model that may answer costs.</summary>
    public PriceCeiling Price { get; init; } = PriceCeiling.Unknown;

    /// <summary>What kind of call it is, in the caller's words; those of the key are added.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    public CallOperation Operation { get; init; }

    /// <summary>The client's protocol.</summary>
    public WireKind? Wire { get; init; }
}
