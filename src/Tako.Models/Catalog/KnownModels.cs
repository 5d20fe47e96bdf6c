using System.Text.RegularExpressions;
using Tako.Models.Config;
using Tako.Models.Pricing;

namespace Tako.Models.Catalog;

/// <summary>What providers publish about the sizes and abilities of their well-known models, as of November 2026; their prices
/// are in the <see cref="PriceCatalogue"/>.</summary>
internal static partial class KnownModels
{
    private const ModelCapabilities Bound =
        ModelCapabilities.Tools | ModelCapabilities.Vision | ModelCapabilities.JsonSchema;
    private const ModelCapabilities Sampled = Bound | ModelCapabilities.Sampling;
    private const ModelCapabilities Claude = ModelCapabilities.Tools | ModelCapabilities.Vision;
    private const ModelCapabilities OlderClaude = Claude | ModelCapabilities.Sampling;

    private static readonly Dictionary<string, KnownModel> Table = new()
    {
        ["gpt-6-astra"] = new(1_050_000, 128_000, Bound),
        ["gpt-6-sol"] = new(1_050_000, 128_000, Bound),
        ["gpt-6-luna"] = new(1_050_000, 128_000, Bound),
        ["gpt-5.6-sol"] = new(1_050_000, 128_000, Bound),
        ["gpt-5.6-terra"] = new(1_050_000, 128_000, Bound),
        ["gpt-5.6-luna"] = new(1_050_000, 128_000, Bound),
        ["gpt-5.4-mini"] = new(400_000, 128_000, Bound),
        ["gpt-5.1"] = new(400_000, 128_000, Bound),
        ["gpt-5"] = new(400_000, 128_000, Bound),
        ["gpt-5-mini"] = new(400_000, 128_000, Bound),
        ["gpt-5-nano"] = new(400_000, 128_000, Bound),
        ["gpt-4.1"] = new(1_000_000, 32_768, Sampled),
        ["gpt-4.1-mini"] = new(1_000_000, 32_768, Sampled),
        ["gpt-4.1-nano"] = new(1_000_000, 32_768, Sampled),
        ["gpt-4o"] = new(128_000, 16_384, Sampled),
        ["gpt-4o-mini"] = new(128_000, 16_384, Sampled),
        ["claude-fable-5-1"] = new(1_000_000, 128_000, Claude),
        ["claude-opus-5-5"] = new(1_000_000, 128_000, Claude),
        ["claude-opus-5"] = new(1_000_000, 128_000, Claude),
        ["claude-opus-4-5"] = new(200_000, 64_000, OlderClaude),
        ["claude-opus-4-1"] = new(200_000, 32_000, OlderClaude),
        ["claude-sonnet-5-5"] = new(1_000_000, 128_000, Claude),
        ["claude-sonnet-5"] = new(1_000_000, 128_000, Claude),
        ["claude-sonnet-4-5"] = new(200_000, 64_000, OlderClaude),
        ["claude-haiku-5-5"] = new(null, null, Claude),
        ["claude-haiku-4-5"] = new(200_000, 64_000, OlderClaude),
    };

    public static KnownModel? Find(string upstreamId) =>
        Table.GetValueOrDefault(upstreamId) ?? Table.GetValueOrDefault(Dated().Replace(upstreamId, ""));

    /// <summary>Completes what the user left open with what is known.</summary>
    public static ModelConfig Complete(ModelConfig model, ProviderConfig? provider, bool capabilitiesGiven)
    {
        var known = Find(model.UpstreamId);
        return model with
        {
            Prices = model.Prices != ModelPrices.Unknown ? model.Prices
                : ListPrices(model.UpstreamId, provider, known is not null) ?? ModelPrices.Unknown,
            ContextWindow = model.ContextWindow ?? known?.ContextWindow,
            MaxOutput = model.MaxOutput ?? known?.MaxOutput,
            Capabilities = capabilitiesGiven || known is null ? model.Capabilities : known.Capabilities,
            Prefill = model.Prefill ?? (provider?.Kind == ProviderKind.Anthropic && known?.Capabilities == OlderClaude ? true : null),
        };
    }

    // Whoever serves it elsewhere, a model that only its maker has costs about what its maker asks; open weights do not.
    private static ModelPrices? ListPrices(string id, ProviderConfig? provider, bool onlyItsMaker)
    {
        var catalogue = PriceCatalogue.Shipped;
        var list = provider is null ? null : catalogue.ListAt(provider.BaseAddress.Host) ?? provider.Kind switch
        {
            ProviderKind.OpenAI => "openai",
            ProviderKind.Azure => "azure",
            ProviderKind.Anthropic => "anthropic",
            _ => null,
        };
        return list is not null ? catalogue.Find(list, id)
            : onlyItsMaker ? catalogue.Find("openai", id) ?? catalogue.Find("anthropic", id)
            : null;
    }

    // A snapshot is what its model is: -20251001, -2025-08-07, -latest.
    [GeneratedRegex(@"-(\d{8}|\d{4}-\d{2}-\d{2}|latest)$")]
    private static partial Regex Dated();
}
