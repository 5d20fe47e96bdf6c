using Tako.Server.Limits;

namespace Tako.Server.Gateway;

/// <summary>A model or strategy that clients can name.</summary>
/// <param name="Owner">Whose it is, as <c>GET /v1/models</c> says: the provider, or <c>tako</c> for a strategy.</param>
public sealed record ListedModel(string Name, string Owner)
{
    /// <summary>What the dearest model that may answer costs.</summary>
    public PriceCeiling Price { get; init; } = PriceCeiling.Unknown;

    /// <summary>Most tokens that it can answer; null is unknown.</summary>
    public int? MaxOutput { get; init; }
}
