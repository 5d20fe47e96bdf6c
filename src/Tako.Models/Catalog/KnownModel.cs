using Tako.Models.Config;

namespace Tako.Models.Catalog;

/// <summary>What is published about a well-known model.</summary>
internal sealed record KnownModel(int? ContextWindow, int? MaxOutput, ModelCapabilities Capabilities);
