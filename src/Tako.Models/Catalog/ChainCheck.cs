using Tako.Core.Faults;
using Tako.Models.Config;

namespace Tako.Models.Catalog;

/// <summary>Finds links of chains that lead nowhere, and chains that lead back to themselves.</summary>
internal sealed class ChainCheck(IReadOnlyList<ModelConfig> models, IReadOnlyList<ChainConfig> chains)
{
    public void Run(SourceNode? root)
    {
        foreach (var chain in chains)
        {
            if (root?.Object("models")?.Object(chain.Name) is not { } node)
                continue;
            foreach (var link in chain.Links)
                Check(node, chain, link);
        }
    }

    private void Check(SourceNode node, ChainConfig chain, LinkConfig link)
    {
        if (Chain(link.Model) is null && models.All(model => model.Name != link.Model))
        {
            var names = models.Select(model => model.Name).Concat(chains.Select(known => known.Name));
            var hint = NearestName.Of(link.Model, names) is { } near ? $"did you mean '{near}'?" : "add it under models:";
            node.FaultAt("chain", link.Place, $"is '{link.Model}', which is no model here; {hint}");
        }
        else if (Leads(link.Model, chain.Name, []) is { } way)
        {
            node.FaultAt("chain", link.Place, $"leads back to '{chain.Name}' ({way}); leave one of them out");
        }
    }

    // The way from a name to another one, or null.
    private string? Leads(string from, string to, HashSet<string> seen)
    {
        if (from == to)
            return from;
        if (!seen.Add(from) || Chain(from) is not { } chain)
            return null;
        return chain.Links.Select(link => Leads(link.Model, to, seen)).FirstOrDefault(way => way is not null) is { } rest
            ? $"{from} > {rest}" : null;
    }

    private ChainConfig? Chain(string name) => chains.FirstOrDefault(chain => chain.Name == name);
}
