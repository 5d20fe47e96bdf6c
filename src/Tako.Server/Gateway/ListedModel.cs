namespace Tako.Server.Gateway;

/// <summary>A model or strategy that clients can name.</summary>
/// <param name="Owner">Whose it is, as <c>GET /v1/models</c> says: the provider, or <c>tako</c> for a strategy.</param>
public sealed record ListedModel(string Name, string Owner);
