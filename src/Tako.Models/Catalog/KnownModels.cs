using System.Text.RegularExpressions;
using Tako.Models.Config;

namespace Tako.Models.Catalog;

/// <summary>
/// What providers publish about their well-known models, as of November 2026 and checked against copies of their price
/// pages that others keep: a guide, not a bill. A price in the user's configuration overrides it, and a model that is
/// not listed has unknown prices.
/// </summary>
internal static partial class KnownModels
{
    private const ModelCapabilities Bound =
        ModelCapabilities.Tools | ModelCapabilities.Vision | ModelCapabilities.JsonSchema;
    private const ModelCapabilities Sampled = Bound | ModelCapabilities.Sampling;
    private const ModelCapabilities Claude = ModelCapabilities.Tools | ModelCapabilities.Vision;
    private const ModelCapabilities OlderClaude = Claude | ModelCapabilities.Sampling;
    private const int LongOpenAi = 272_000;

    private static readonly Dictionary<string, KnownModel> Table = new()
    {
        ["gpt-6-astra"] = OpenAiLong(10m, 1m, 12.5m, 50m),
        ["gpt-6-sol"] = OpenAiLong(2m, 0.2m, 2.5m, 10m),
        ["gpt-6-luna"] = OpenAiLong(0.1m, 0.01m, 0.125m, 0.5m),
        ["gpt-5.6-sol"] = OpenAiLong(4m, 0.4m, 5m, 20m),
        ["gpt-5.6-terra"] = OpenAiLong(2m, 0.2m, 2.5m, 12m),
        ["gpt-5.6-luna"] = OpenAiLong(0.2m, 0.02m, 0.25m, 1.2m),
        ["gpt-5.4-mini"] = OpenAi(0.75m, 0.075m, 4.5m, 400_000, 128_000, Bound),
        ["gpt-5.1"] = OpenAi(1.25m, 0.125m, 10m, 400_000, 128_000, Bound),
        ["gpt-5"] = OpenAi(1.25m, 0.125m, 10m, 400_000, 128_000, Bound),
        ["gpt-5-mini"] = OpenAi(0.25m, 0.025m, 2m, 400_000, 128_000, Bound),
        ["gpt-5-nano"] = OpenAi(0.05m, 0.005m, 0.4m, 400_000, 128_000, Bound),
        ["gpt-4.1"] = OpenAi(2m, 0.5m, 8m, 1_000_000, 32_768, Sampled),
        ["gpt-4.1-mini"] = OpenAi(0.4m, 0.1m, 1.6m, 1_000_000, 32_768, Sampled),
        ["gpt-4.1-nano"] = OpenAi(0.1m, 0.025m, 0.4m, 1_000_000, 32_768, Sampled),
        ["gpt-4o"] = OpenAi(2.5m, 1.25m, 10m, 128_000, 16_384, Sampled),
        ["gpt-4o-mini"] = OpenAi(0.15m, 0.075m, 0.6m, 128_000, 16_384, Sampled),
        ["claude-fable-5-1"] = Anthropic(10m, 0.25m, 50m, 1_000_000, 128_000, Claude),
        ["claude-opus-5-5"] = Anthropic(4m, 0.2m, 20m, 1_000_000, 128_000, Claude),
        ["claude-opus-5"] = Anthropic(5m, 0.5m, 25m, 1_000_000, 128_000, Claude),
        ["claude-opus-4-5"] = Anthropic(5m, 0.5m, 25m, 200_000, 64_000, OlderClaude),
        ["claude-opus-4-1"] = Anthropic(15m, 1.5m, 75m, 200_000, 32_000, OlderClaude),
        ["claude-sonnet-5-5"] = Anthropic(2m, 0.1m, 10m, 1_000_000, 128_000, Claude),
        ["claude-sonnet-5"] = Anthropic(2m, 0.2m, 10m, 1_000_000, 128_000, Claude),
        ["claude-sonnet-4-5"] = Anthropic(3m, 0.3m, 15m, 200_000, 64_000, OlderClaude),
        ["claude-haiku-5-5"] = Haiku55(),
        ["claude-haiku-4-5"] = Anthropic(1m, 0.1m, 5m, 200_000, 64_000, OlderClaude),
    };

    public static KnownModel? Find(string upstreamId) =>
        Table.GetValueOrDefault(upstreamId) ?? Table.GetValueOrDefault(Dated().Replace(upstreamId, ""));

    /// <summary>Completes what the user left open with what is known.</summary>
    public static ModelConfig Complete(ModelConfig model, bool capabilitiesGiven)
    {
        if (Find(model.UpstreamId) is not { } known)
            return model;
        return model with
        {
            Prices = model.Prices == ModelPrices.Unknown ? known.Prices : model.Prices,
            ContextWindow = model.ContextWindow ?? known.ContextWindow,
            MaxOutput = model.MaxOutput ?? known.MaxOutput,
            Capabilities = capabilitiesGiven ? model.Capabilities : known.Capabilities,
        };
    }

    // A snapshot costs what its model costs: -20251001, -2025-08-07, -latest.
    [GeneratedRegex(@"-(\d{8}|\d{4}-\d{2}-\d{2}|latest)$")]
    private static partial Regex Dated();

    private static KnownModel OpenAi(decimal input, decimal cached, decimal output, int window, int most,
        ModelCapabilities can) =>
        new(new ModelPrices { Input = input, CachedInput = cached, Output = output }, window, most, can);

    // Above 272,000 tokens of prompt: twice the input, one and a half times the output, for the whole call.
    private static KnownModel OpenAiLong(decimal input, decimal cached, decimal written, decimal output) =>
        new(new ModelPrices
    {
        Input = input, CachedInput = cached, CacheWrite = written, Output = output, LongPromptAbove = LongOpenAi,
        LongPrompt = new() { Input = 2 * input, CachedInput = 2 * cached, CacheWrite = 2 * written, Output =
            1.5m * output },
    }, 1_050_000, 128_000, Bound);

    // A cache write of the default five minutes costs a quarter more than plain input.
    private static KnownModel Anthropic(decimal input, decimal cached, decimal output, int window, int most,
        ModelCapabilities can) =>
        new(new ModelPrices { Input = input, CachedInput = cached, CacheWrite = 1.25m * input, Output = output },
            window, most, can);

    private static KnownModel Haiku55() => new(new ModelPrices
    {
        Input = 0.1m, CachedInput = 0.01m, CacheWrite = 0.125m, Output = 0.5m, LongPromptAbove = 100_000,
        LongPrompt = new() { Input = 0.5m, CachedInput = 0.05m, CacheWrite = 0.625m, Output = 2.5m },
    }, null, null, Claude);
}
