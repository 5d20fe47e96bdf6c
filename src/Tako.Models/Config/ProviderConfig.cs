namespace Tako.Models.Config;

/// <summary>Which protocol and which manners a provider's server has.</summary>
public enum ProviderKind
{
    /// <summary>OpenAI itself.</summary>
    OpenAI,

    /// <summary>Any other server that speaks OpenAI's chat completions.</summary>
    Compatible,

    /// <summary>OpenAI's models on Azure: deployments in the path, an <c>api-key</c> header.</summary>
    Azure,

    /// <summary>Anthropic Messages.</summary>
    Anthropic,
}

/// <summary>A server that serves models.</summary>
public sealed record ProviderConfig
{
    public required string Name { get; init; }

    public required ProviderKind Kind { get; init; }

    /// <summary>What the protocol's paths are appended to, such as <c>https://api.openai.com/v1</c>.</summary>
    public required Uri BaseAddress { get; init; }

    /// <summary>The key, never printed; null for servers that want none.</summary>
    public NamedSecret? Key { get; init; }

    /// <summary>The environment variable that should hold the key but is not set.</summary>
    public string? MissingKey { get; init; }

    /// <summary>Azure's <c>api-version</c>.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Whether a streamed answer may be asked for its usage; a few older servers refuse the
    /// question.</summary>
    public bool StreamUsage { get; init; } = true;
}
