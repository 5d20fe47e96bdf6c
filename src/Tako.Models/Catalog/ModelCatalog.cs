using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Tako.Core.Faults;
using Tako.Models.Calls;
using Tako.Models.Config;
using Tako.Models.Failures;
using Tako.Models.Health;
using Tako.Models.Providers;
using Tako.Models.Recording;

namespace Tako.Models.Catalog;

/// <summary>The models a person has configured, by name, and how to open a chat client for each. Owns the
/// connections.</summary>
public sealed class ModelCatalog : IDisposable
{
    private const string RecordedPrefix = "recorded:";
    private readonly CatalogSources _sources;
    private readonly Dictionary<string, ProviderConfig> _providers;
    private readonly string? _default;
    private readonly ConcurrentDictionary<string, Parsed<Cassette>> _cassettes = [];
    private readonly Dictionary<TimeSpan, HttpMessageInvoker> _http = [];
    private readonly Dictionary<string, CallPlan> _plans;
    private readonly CallEngine _engine;

    private ModelCatalog(CatalogSources sources, CatalogReader read)
    {
        _sources = sources;
        _providers = read.Providers;
        _default = read.Default;
        Models = read.Models;
        Secrets = read.Secrets;
        Warnings = read.Warnings;
        Chains = read.Chains;
        Breakers = new BreakerBoard(read.Breaker, sources.Time);
        _plans = new PlanBuilder(read, sources.Limits, Breakers, Http).Build();
        _engine = new CallEngine(FindPlan, sources.Time, sources.Random);
    }

    /// <summary>How the models that were called do.</summary>
    public BreakerBoard Breakers { get; }

    /// <summary>The way to every model and strategy of this catalog, for typed calls and for bytes.</summary>
    public ICallRoute Route => _engine;

    /// <summary>The chains that are configured.</summary>
    public IReadOnlyList<ChainConfig> Chains { get; }

    /// <summary>Every name that can be asked for: models, then chains.</summary>
    public IEnumerable<string> Names => Models.Select(model => model.Name).Concat(Chains.Select(chain => chain.Name));

    /// <summary>In the order of the configuration, then what the environment adds.</summary>
    public IReadOnlyList<ModelConfig> Models { get; }

    public IReadOnlyCollection<ProviderConfig> Providers => _providers.Values;

    /// <summary>The model to use where none is named; null when there is none.</summary>
    public ModelConfig? Default => _default is null ? null : Find(_default);

    /// <summary>Every key value, for redaction.</summary>
    public IReadOnlyList<NamedSecret> Secrets { get; }

    /// <summary>What is not wrong but should be mended.</summary>
    public IReadOnlyList<Fault> Warnings { get; }

    /// <summary>Reads configuration and environment; every fault is listed at once.</summary>
    public static Parsed<ModelCatalog> Read(CatalogSources sources)
    {
        var reader = new CatalogReader(sources);
        reader.Read();
        return reader.Faults.Count > 0
            ? new Parsed<ModelCatalog>.Faulty(reader.Faults)
            : new Parsed<ModelCatalog>.Ok(new ModelCatalog(sources, reader));
    }

    /// <summary>The model of that name, a cassette for <c>recorded:FILE</c> or <c>recorded:FILE#NAME</c>, the default
    /// for null.</summary>
    public ModelConfig? Find(string? name = null)
    {
        name ??= _default;
        if (name is null)
            return null;
        if (!name.StartsWith(RecordedPrefix, StringComparison.Ordinal))
            return Models.FirstOrDefault(model => model.Name == name) ?? (_plans.GetValueOrDefault(name) is { } plan
                ? ChainModel.Of(plan) : null);
        return Load(name, out var shown) is Parsed<Cassette>.Ok { Value: { } cassette }
            ? new ModelConfig
            {
                Name = name,
                Provider = "recorded",
                UpstreamId = shown ?? cassette.Model,
                Prices = cassette.Prices,
            }
            : null;
    }

    /// <summary>The next cheaper model: the one its configuration names, else the next lower price that is
    /// known.</summary>
    public ModelConfig? CheaperThan(string name)
    {
        if (Find(name) is not { } model)
            return null;
        if (model.Cheaper is { } named)
            return Find(named);
        if (Weight(model) is not { } weight)
            return null;
        return Models
            .Where(other => Weight(other) < weight
                && _providers.GetValueOrDefault(other.Provider) is { MissingKey: null })
            .MaxBy(Weight);
    }

    /// <summary>A chat client; a name that is not configured throws <see cref="ModelCallException"/> with the ways
    /// out.</summary>
    public IChatClient Open(string? name = null)
    {
        name ??= _default;
        if (name is null)
            throw Missing("", NoModel());
        if (name.StartsWith(RecordedPrefix, StringComparison.Ordinal))
        {
            return Load(name, out var shown) switch
            {
                Parsed<Cassette>.Ok found => new RecordedChatClient(found.Value, shown),
                Parsed<Cassette>.Faulty faulty =>
                    throw Missing(name, $"The cassette of '{name}' cannot be played: {string.Join("; ", faulty.Faults)}."),
                _ => throw new InvalidOperationException("A parsed value is either fine or faulty."),
            };
        }

        if (FindPlan(name, out var why) is null)
            throw new ModelCallException(why!);
        var model = Find(name)!;
        return new ModelClient(model, _providers.GetValueOrDefault(model.Provider)?.BaseAddress, _engine);
    }

    public void Dispose()
    {
        _engine.Dispose();
        foreach (var http in _http.Values)
            http.Dispose();
    }

    private CallPlan? FindPlan(string name, out CallFailure? why)
    {
        why = null;
        if (_plans.TryGetValue(name, out var plan))
            return plan;
        if (Models.FirstOrDefault(known => known.Name == name) is { } model)
        {
            why = PlanBuilder.Missing(model, _providers[model.Provider]);
            return null;
        }

        var hint = NearestName.Of(name, [.. Names]) is { } near
            ? $"Did you mean '{near}'?"
            : Models.Count == 0 ? NoModel()
                : $"Configured are: {string.Join(", ", Names)}.";
        why = Missing(name, $"There is no model '{name}'. {hint}").Failure;
        return null;
    }

    private HttpMessageInvoker Http(TimeSpan connect)
    {
        if (_http.TryGetValue(connect, out var known))
            return known;
        return _http[connect] = ProviderHttp.Open(connect, _sources.Time);
    }

    private Parsed<Cassette> Load(string name, out string? shown)
    {
        var file = name[RecordedPrefix.Length..];
        var mark = file.LastIndexOf('#');
        shown = mark >= 0 && mark < file.Length - 1 ? file[(mark + 1)..] : null;
        return _cassettes.GetOrAdd(mark >= 0 ? file[..mark] : file, Cassette.Load);
    }

    private string NoModel() =>
        "No model is configured. Three ways out: set OPENAI_API_KEY or ANTHROPIC_API_KEY; "
        + "or run a local server such as Ollama and set OLLAMA_HOST (and OLLAMA_MODEL), or OPENAI_BASE_URL and OPENAI_MODEL; "
        + $"or name a provider and a model in {_sources.ConfigPath ?? "the configuration file"}. "
        + "Without any of them, --model recorded:FILE plays recorded answers.";

    private static ModelCallException Missing(string name, string message) => new(new CallFailure
    {
        Kind = CallFailureKind.NotConfigured,
        Message = message,
        Provider = "",
        Model = name,
    });

    // Agents read about three tokens for each that they write.
    private static decimal? Weight(ModelConfig model) => 3 * model.Prices.Input + model.Prices.Output;
}
