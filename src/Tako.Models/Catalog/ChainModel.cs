using Tako.Models.Calls;
using Tako.Models.Config;
using Tako.Models.Pricing;

namespace Tako.Models.Catalog;

/// <summary>A chain as one model: what some link of it can, at what the dearest of them costs.</summary>
internal static class ChainModel
{
    public static ModelConfig Of(CallPlan plan)
    {
        var models = plan.Links.Select(link => link.Endpoint.Model).ToList();
        return new ModelConfig
        {
            Name = plan.Name,
            Provider = "chain",
            UpstreamId = plan.Name,
            Prices = new ModelPrices
            {
                Input = Dearest(models, prices => prices.Input),
                Output = Dearest(models, prices => prices.Output),
                CacheWrite = Dearest(models, prices => prices.CacheWrite ?? prices.Input),
                CacheWriteHour = Dearest(models, prices => prices.CacheWriteHour ?? prices.CacheWrite ?? prices.Input),
            },
            ContextWindow = models.Max(model => model.ContextWindow),
            MaxOutput = models.Any(model => model.MaxOutput is null) ? null : models.Max(model => model.MaxOutput),
            Capabilities = models.Aggregate(ModelCapabilities.None, (all, model) => all | model.Capabilities),
        };
    }

    // One price that is not known makes the dearest unknown.
    private static decimal? Dearest(List<ModelConfig> models, Func<ModelPrices, decimal?> price) =>
        models.Any(model => price(model.Prices) is null) ? null : models.Max(model => price(model.Prices));
}
