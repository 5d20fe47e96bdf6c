using System.Reflection;
using System.Text.Json;

namespace Tako.Models.Pricing;

/// <summary>The list prices of well-known providers that Tako ships as data: a guide, not a bill. What the configuration says
/// goes over them.</summary>
public sealed class PriceCatalogue
{
    private static readonly Lazy<PriceCatalogue> Read = new(() =>
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Tako.Models.Pricing.Prices.json")!;
        using var document = JsonDocument.Parse(stream);
        return PriceCatalogueReader.Read(document.RootElement);
    });

    private readonly Dictionary<string, PriceList> _lists;

    internal PriceCatalogue(IEnumerable<PriceList> lists) => _lists = lists.ToDictionary(list => list.Name);

    public static PriceCatalogue Shipped => Read.Value;

    /// <summary>Names of the lists, one for each provider.</summary>
    public IReadOnlyCollection<string> Lists => _lists.Keys;

    /// <summary>Every moment at which a price changed, in order.</summary>
    public IReadOnlyList<DateTimeOffset> Changes =>
        [.. _lists.Values.SelectMany(list => list.Changes).Distinct().Order()];

    /// <summary>The prices of a model by its provider's id, with or without date or alias; null where not listed.</summary>
    public ModelPrices? Find(string list, string model)
    {
        if (!_lists.TryGetValue(list, out var own))
            return null;
        return own.Find(model)
            ?? own.Also.Select(other => _lists.GetValueOrDefault(other)?.Find(model)).FirstOrDefault(found => found is not null);
    }

    /// <summary>The list of the provider at that host; null where there is none.</summary>
    public string? ListAt(string host) => _lists.Values
        .FirstOrDefault(list => list.Hosts.Any(known => host == known
            || host.EndsWith($".{known}", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith($"-{known}", StringComparison.OrdinalIgnoreCase)))?.Name;
}
