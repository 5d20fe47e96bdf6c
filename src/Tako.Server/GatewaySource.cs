using System.Net;
using Tako.Core.Faults;
using Tako.Core.Schema;
using Tako.Models.Caching;
using Tako.Models.Catalog;
using Tako.Models.Config;
using Tako.Server.Gateway;
using Tako.Server.Limits;
using Tako.Server.Reflexes;
using Tako.Server.Setup;
using Tako.Server.Telemetry;

namespace Tako.Server;

/// <summary>A configuration file and the environment, from which a gateway's set-up is read as often as it changes.</summary>
public sealed record GatewaySource
{
    private SessionVaults? _vaults;

    public required string File { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required Random Random { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Said on the command line, in place of the file's <c>listen</c>.</summary>
    public IPEndPoint? Listen { get; init; }

    /// <summary>Where what outlives a restart lies; null keeps it in memory.</summary>
    public string? StateFolder { get; init; }

    /// <summary>Reads everything; every fault is listed with its line.</summary>
    public Parsed<GatewaySetup> Read()
    {
        var (document, faults) = ReadFile();
        if (faults.Count > 0)
            return new Parsed<GatewaySetup>.Faulty(faults);
        var reader = document is null ? null : new GatewayConfigReader(document, Environment);
        var config = reader?.Read() ?? new GatewayConfig();
        var models = ModelCatalog.Read(new CatalogSources
        {
            Config = document,
            ConfigPath = File,
            Environment = Environment,
            Random = Random,
            Time = Time,
        });
        var money = Optional(document, MoneyConfigReader.Read, MoneyConfig.Default);
        var cache = Optional(document, CacheOptionsReader.Read, new CacheOptions());
        var telemetry = Optional(document, TelemetryOptionsReader.Read, new TelemetryOptions());
        IReadOnlyList<string> known = models is Parsed<ModelCatalog>.Ok { Value.Secrets: var secrets }
            ? [.. secrets.Select(secret => secret.Value)]
            : [];
        var reflexes = PolicySource.Read(config, File, known, Vaults(config.VaultKey?.Value), Time);
        faults =
        [
            .. reader?.Faults ?? [], .. Faults(models), .. Faults(money), .. Faults(cache), .. Faults(telemetry), .. Faults(reflexes),
        ];
        if (models is not Parsed<ModelCatalog>.Ok { Value: var catalog })
            return new Parsed<GatewaySetup>.Faulty(faults);
        if (faults.Count == 0)
            return new Parsed<GatewaySetup>.Ok(SetUp(config, catalog) with
            {
                Money = Value(money), Cache = Value(cache), Telemetry = Value(telemetry), Reflexes = Value(reflexes),
            });
        catalog.Dispose();
        return new Parsed<GatewaySetup>.Faulty(faults);
    }

    private GatewaySetup SetUp(GatewayConfig config, ModelCatalog catalog) => new()
    {
        Config = Listen is null ? config : config with { Listen = [Listen] },
        Route = catalog.Route,
        Breakers = catalog.Breakers,
        AddressOf = name => catalog.Providers.FirstOrDefault(provider => provider.Name == name)?.BaseAddress,
        Models =
        [
            .. catalog.Models.Select(model => Listed(model.Name, model.Provider, [model])),
            .. catalog.Chains.Select(chain => Listed(chain.Name, "tako", Leaves(catalog, chain).ToList())),
        ],
        KnownSecrets = [.. catalog.Secrets.Select(secret => secret.Value)],
        Owned = catalog,
    };

    // Sessions go on over a reload, unless the key is another one.
    private SessionVaults Vaults(string? secret) => _vaults is { } known && known.Secret == secret
        ? known
        : _vaults = new SessionVaults(secret, StateFolder is null ? null : Path.Combine(StateFolder, "pseudonyms"), Time);

    private static ListedModel Listed(string name, string owner, IReadOnlyList<ModelConfig> leaves) => new(name, owner)
    {
        Price = PriceCeiling.Of(leaves.Select(leaf => leaf.Prices)),
        MaxOutput = leaves.Any(leaf => leaf.MaxOutput is null) ? null : leaves.Max(leaf => leaf.MaxOutput),
    };

    // Chains that lead back to themselves are faults of the catalog.
    private static IEnumerable<ModelConfig> Leaves(ModelCatalog catalog, ChainConfig chain) => chain.Links.SelectMany(link =>
        catalog.Chains.FirstOrDefault(inner => inner.Name == link.Model) is { } nested
            ? Leaves(catalog, nested)
            : catalog.Models.Where(model => model.Name == link.Model));

    private static Parsed<T> Optional<T>(SourceDocument? document, Func<SourceDocument, Parsed<T>> read, T otherwise) =>
        document is null ? new Parsed<T>.Ok(otherwise) : read(document);

    private static IReadOnlyList<Fault> Faults<T>(Parsed<T> parsed) => parsed is Parsed<T>.Faulty faulty ? faulty.Faults : [];

    private static T Value<T>(Parsed<T> parsed) => ((Parsed<T>.Ok)parsed).Value;

    // No file is no fault: the environment may name models by itself.
    private (SourceDocument? Document, IReadOnlyList<Fault> Faults) ReadFile()
    {
        string text;
        try
        {
            if (!System.IO.File.Exists(File))
                return (null, []);
            text = System.IO.File.ReadAllText(File);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return (null, [new Fault("/", 0, $"{File} cannot be read: {wrong.Message}")]);
        }

        if (text.AsSpan().Trim().IsEmpty)
            return (null, []);
        if (SourceDocument.Parse(text) is not Parsed<SourceDocument>.Ok { Value: var document })
            return (null, ((Parsed<SourceDocument>.Faulty)SourceDocument.Parse(text)).Faults);
        var errors = PublishedSchemas.Find("config")!.Check(document.Root);
        return errors.Count > 0
            ? (null, [.. errors.Select(error => document.Fault(error.Path, error.Message))])
            : (document, []);
    }
}
