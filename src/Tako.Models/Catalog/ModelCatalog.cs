using Microsoft.Extensions.AI;
using Tako.Core.Contracts;

namespace Tako.Models.Catalog;

/// <summary>The models a person has configured, by name, and how to open a chat client for each.</summary>
public sealed class ModelCatalog : IDisposable
{
    private ModelCatalog() { }

    /// <summary>Reads configuration and environment; every fault is listed at once.</summary>
    public static Parsed<ModelCatalog> Read(CatalogSources sources) => throw new InvalidOperationException("being wired");

    /// <summary>In the order of the configuration.</summary>
    public IReadOnlyList<ModelConfig> Models => [];

    public IReadOnlyList<ProviderConfig> Providers => [];

    /// <summary>The model to use where none is named; null when there is none.</summary>
    public ModelConfig? Default => null;

    /// <summary>Every key value, for redaction.</summary>
    public IReadOnlyList<NamedSecret> Secrets => [];

    /// <summary>What is not wrong but should be mended.</summary>
    public IReadOnlyList<Fault> Warnings => [];

    /// <summary>The model of that name, a cassette for <c>recorded:FILE</c>, the default for null.</summary>
    public ModelConfig? Find(string? name = null) => null;

    /// <summary>The next cheaper model: the one its configuration names, else the next lower price that is known.</summary>
    public ModelConfig? CheaperThan(string name) => null;

    /// <summary>A chat client; a name that is not configured throws <see cref="Calls.ModelCallException"/> with the ways out.</summary>
    public IChatClient Open(string? name = null) => throw new InvalidOperationException("being wired");

    public void Dispose() { }
}
