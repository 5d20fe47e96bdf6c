using System.Text.RegularExpressions;

namespace Tako.Models.Pricing;

/// <summary>One provider's prices and how its models are recognised by name.</summary>
internal sealed partial class PriceList
{
    private readonly Dictionary<string, ModelPrices> _exact = [];
    private readonly List<(string Start, ModelPrices Prices)> _starts = [];

    public required string Name { get; init; }

    public required IReadOnlyList<string> Hosts { get; init; }

    /// <summary>Lists to look in after this one.</summary>
    public required IReadOnlyList<string> Also { get; init; }

    public IEnumerable<DateTimeOffset> Changes => _exact.Values.Concat(_starts.Select(start => start.Prices))
        .SelectMany(Periods).Select(period => period.From).OfType<DateTimeOffset>();

    /// <summary>Adds prices for a name, or with a star at the end for all names that begin so.</summary>
    public void Add(string name, ModelPrices prices)
    {
        if (name.EndsWith('*'))
            _starts.Add((Plain(name[..^1]), prices));
        else
            _exact.Add(Plain(name), prices);
    }

    /// <summary>The name itself, then without its date, then by its beginning; each also without what stands before a
    /// slash or behind a colon.</summary>
    public ModelPrices? Find(string model)
    {
        foreach (var name in Names(Plain(model)))
        {
            if ((_exact.GetValueOrDefault(name) ?? _exact.GetValueOrDefault(Dated().Replace(name, ""))) is { } found)
                return found;
            var start = _starts.Where(start => name.StartsWith(start.Start, StringComparison.Ordinal))
                .OrderByDescending(start => start.Start.Length).FirstOrDefault();
            if (start.Prices is not null)
                return start.Prices;
        }

        return null;
    }

    private static IEnumerable<string> Names(string model)
    {
        yield return model;
        var last = model[(model.LastIndexOf('/') + 1)..];
        if (last.Length < model.Length)
            yield return last;
        if (last.IndexOf(':') is > 0 and var colon && !last.StartsWith("ft:", StringComparison.Ordinal)
            && last[colon..] is ":thinking" or ":beta")
            yield return last[..colon];
    }

    // Some write a version's dot as a dash.
    private static string Plain(string name) => name.ToLowerInvariant().Replace('.', '-');

    private static IEnumerable<ModelPrices> Periods(ModelPrices? prices)
    {
        for (; prices is not null; prices = prices.Before)
            yield return prices;
    }

    // A snapshot costs what its model costs: -20251001, @20251001, -2025-08-07, -latest.
    [GeneratedRegex(@"(?:[-@]\d{8}|-\d{4}-\d{2}-\d{2}|-latest)$")]
    private static partial Regex Dated();
}
