using Tako.Models.Pricing;

namespace Tako.Models.Config;

/// <summary>A model by the name a person gives it: where it is, what it costs, what it can.</summary>
public sealed record ModelConfig
{
    public required string Name { get; init; }

    public required string Provider { get; init; }

    /// <summary>The provider's own id of the model; on Azure the name of the deployment.</summary>
    public required string UpstreamId { get; init; }

    public ModelPrices Prices { get; init; } = ModelPrices.Unknown;

    /// <summary>Most tokens of prompt and answer together; null is unknown.</summary>
    public int? ContextWindow { get; init; }

    /// <summary>Most tokens of an answer; null is unknown.</summary>
    public int? MaxOutput { get; init; }

    public ModelCapabilities Capabilities { get; init; } =
        ModelCapabilities.Tools | ModelCapabilities.Vision | ModelCapabilities.Sampling;

    /// <summary>Goes on with an assistant's turn that ends the conversation (a prefill); null is not known, and not tried.</summary>
    public bool? Prefill { get; init; }

    /// <summary>Its provider, one of OpenAI's family, speaks Responses for it instead of chat completions.</summary>
    public bool SpeaksResponses { get; init; }

    /// <summary>Its own limits of time, over those of all models.</summary>
    public TimeoutsConfig Timeouts { get; init; } = TimeoutsConfig.Usual;

    /// <summary>Name of the model to fall back to when the budget runs low.</summary>
    public string? Cheaper { get; init; }
}

/// <summary>What a model can do beyond plain text.</summary>
[Flags]
public enum ModelCapabilities
{
    None = 0,
    Tools = 1,
    Vision = 2,

    /// <summary>Binds its output to a JSON schema by itself; without it the schema goes into the prompt.</summary>
    JsonSchema = 4,

    /// <summary>Takes temperature and its kin; without it they are left out, since such models refuse them.</summary>
    Sampling = 8,
}
