using Tako.Core.Faults;
using Tako.Models.Config;

namespace Tako.Models.Catalog;

/// <summary>Reads providers and models from the configuration and the environment, and lists every fault.</summary>
internal sealed class CatalogReader(CatalogSources sources)
{
    private static readonly string[] Kinds = ["openai", "compatible", "ollama", "azure", "anthropic"];
    private static readonly string[] Abilities = ["tools", "vision", "jsonSchema", "sampling"];
    private readonly EnvironmentModels _environment = new(sources.Environment);

    public List<Fault> Faults { get; } = [];

    public List<Fault> Warnings { get; } = [];

    public Dictionary<string, ProviderConfig> Providers { get; } = [];

    public List<ModelConfig> Models { get; } = [];

    public List<ChainConfig> Chains { get; } = [];

    public TimeoutsConfig Timeouts { get; private set; } = TimeoutsConfig.Usual;

    /// <summary>How often an attempt is repeated on the same model; null leaves it as is usual.</summary>
    public int? Retries { get; private set; }

    public BreakerConfig Breaker { get; private set; } = new();

    public List<NamedSecret> Secrets { get; } = [];

    public string? Default { get; private set; }

    public void Read()
    {
        var fromEnvironment = _environment.Read().ToList();
        SourceNode? root = null;
        if (sources.Config is { Root.ValueKind: System.Text.Json.JsonValueKind.Object } config)
            root = new SourceNode(config, config.Root, "", Faults);
        foreach (var (name, node) in root?.Object("providers")?.Objects() ?? [])
            ReadProvider(name, node);
        foreach (var (provider, _) in fromEnvironment)
            Providers.TryAdd(provider.Name, provider);
        foreach (var (name, node) in root?.Object("models")?.Objects() ?? [])
            ReadModel(name, node);
        foreach (var model in fromEnvironment.SelectMany(found => found.Models))
        {
            if (Models.All(known => known.Name != model.Name))
                Models.Add(KnownModels.Complete(model, Providers.GetValueOrDefault(model.Provider), capabilitiesGiven: false));
        }

        Timeouts = TimeoutsReader.Timeouts(root);
        Retries = root?.Number("retries", 0, 10);
        Breaker = TimeoutsReader.Breaker(root);
        CheckCheaper(root);
        new ChainCheck(Models, Chains).Run(root);
        ReadDefault(root);
        foreach (var name in (string[])[EnvironmentModels.OpenAiKey, EnvironmentModels.AnthropicKey,
            EnvironmentModels.AzureKey])
        {
            if (_environment.Secret(name) is { } secret)
                Remember(secret);
        }
    }

    private void ReadProvider(string name, SourceNode node)
    {
        node.Allow("kind", "baseAddress", "key", "apiVersion", "streamUsage");
        var written = node.Text("kind") ?? (Kinds.Contains(name) ? name : "compatible");
        ProviderKind? kind = written switch
        {
            "openai" => ProviderKind.OpenAI,
            "compatible" or "ollama" => ProviderKind.Compatible,
            "azure" => ProviderKind.Azure,
            "anthropic" => ProviderKind.Anthropic,
            _ => null,
        };
        if (kind is null)
            node.Fault("kind", $"is '{written}', which is no kind of provider; known are {string.Join(", ", Kinds)}");
        var address = ReadAddress(node, written);
        if (kind is null || address is null)
            return;
        var (key, missing) = ReadKey(name, node, kind.Value);
        Providers[name] = new ProviderConfig
        {
            Name = name,
            Kind = kind.Value,
            BaseAddress = address,
            Key = key,
            MissingKey = missing,
            ApiVersion = node.Text("apiVersion"),
            StreamUsage = node.Flag("streamUsage") ?? true,
        };
    }

    private Uri? ReadAddress(SourceNode node, string kind)
    {
        var text = node.Text("baseAddress");
        if (text is not null && KeyReference.Variable(text) is { } variable)
            text = _environment.Value(variable) ?? text;
        if (text is null)
        {
            var usual = kind switch
            {
                "openai" => EnvironmentModels.OpenAiAddress,
                "anthropic" => EnvironmentModels.AnthropicAddress,
                "ollama" => new Uri("http://127.0.0.1:11434/v1"),
                _ => null,
            };
            if (usual is null && !node.Has("baseAddress"))
                node.Fault(null, "needs 'baseAddress', the address that the API's paths are appended to");
            return usual;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            return address;
        node.Fault("baseAddress", "must be an address that starts with http:// or https://");
        return null;
    }

    private (NamedSecret? Key, string? Missing) ReadKey(string provider, SourceNode node, ProviderKind kind)
    {
        if (node.Text("key") is not { Length: > 0 } written)
        {
            var usual = kind switch
            {
                ProviderKind.OpenAI => EnvironmentModels.OpenAiKey,
                ProviderKind.Anthropic => EnvironmentModels.AnthropicKey,
                ProviderKind.Azure => EnvironmentModels.AzureKey,
                _ => null,
            };
            return usual is null ? default
                : (_environment.Secret(usual), _environment.Value(usual) is null ? usual : null);
        }

        if (KeyReference.Variable(written) is { } variable)
        {
            if (_environment.Secret(variable) is not { } secret)
            {
                Warn($"/providers/{provider}/key", $"names the environment variable {variable}, which is not set");
                return (null, variable);
            }

            Remember(secret);
            return (secret, null);
        }

        if (FileIsReadableByOthers())
        {
            Warn($"/providers/{provider}/key",
                "is written out in a file that others can read; run chmod 600 on it, or write ${NAME} and set the variable");
        }

        var literal = new NamedSecret($"providers.{provider}.key", written);
        Remember(literal);
        return (literal, null);
    }

    private void ReadModel(string name, SourceNode node)
    {
        if (name.StartsWith("recorded:", StringComparison.Ordinal))
            node.Fault(null, "has a name that is kept for cassettes; choose one that does not begin with 'recorded:'");
        if (node.Has("chain"))
        {
            Chains.Add(ChainReader.Read(name, node));
            return;
        }

        node.Allow("provider", "id", "prices", "contextWindow", "maxOutput", "capabilities", "cheaper", "wire", "prefill", "timeouts");
        var provider = node.Text("provider");
        if (provider is null)
        {
            if (Providers.Count == 1)
                provider = Providers.Keys.First();
            else
                node.Fault(null, $"needs 'provider', one of: {string.Join(", ", Providers.Keys)}");
        }
        else if (!Providers.ContainsKey(provider))
        {
            var hint = NearestName.Of(provider, [.. Providers.Keys]) is { } near ? $"did you mean '{near}'?"
                : "add it under providers:";
            node.Fault("provider", $"is '{provider}', which is not configured; {hint}");
        }

        Models.Add(KnownModels.Complete(new ModelConfig
        {
            Name = name,
            Provider = provider ?? "",
            UpstreamId = node.Text("id") ?? name,
            Prices = PriceReader.Read(node),
            ContextWindow = node.Limit("contextWindow"),
            MaxOutput = node.Limit("maxOutput"),
            Capabilities = ReadCapabilities(node),
            Cheaper = node.Text("cheaper"),
            SpeaksResponses = SpeaksResponses(node, Providers.GetValueOrDefault(provider ?? "")),
            Prefill = node.Flag("prefill"),
            Timeouts = TimeoutsReader.Timeouts(node),
        }, Providers.GetValueOrDefault(provider ?? ""), node.Has("capabilities")));
    }

    private static bool SpeaksResponses(SourceNode node, ProviderConfig? provider)
    {
        var wire = node.Word("wire", "chat", "responses", "messages");
        if (wire is not null && provider is not null && (wire == "messages") != (provider.Kind == ProviderKind.Anthropic))
            node.Fault("wire", $"is '{wire}', which provider '{provider.Name}' does not speak; leave it out for its usual protocol");
        return wire == "responses";
    }

    private static ModelCapabilities ReadCapabilities(SourceNode node)
    {
        if (!node.Has("capabilities"))
            return ModelCapabilities.Tools | ModelCapabilities.Vision | ModelCapabilities.Sampling;
        var capabilities = ModelCapabilities.None;
        foreach (var word in node.Texts("capabilities"))
        {
            capabilities |= word switch
            {
                "tools" => ModelCapabilities.Tools,
                "vision" => ModelCapabilities.Vision,
                "jsonSchema" => ModelCapabilities.JsonSchema,
                "sampling" => ModelCapabilities.Sampling,
                _ => Unknown(word),
            };
        }

        return capabilities;

        ModelCapabilities Unknown(string word)
        {
            node.Fault("capabilities", $"names '{word}'; known are {string.Join(", ", Abilities)}");
            return ModelCapabilities.None;
        }
    }

    private void CheckCheaper(SourceNode? root)
    {
        foreach (var (name, node) in root?.Object("models") is { } models
            ? models.Keys.Select(key => (key, models.Object(key))) : [])
        {
            if (Models.Find(model => model.Name == name)?.Cheaper is not { } cheaper)
                continue;
            var seen = new HashSet<string> { name };
            for (var next = (string?)cheaper; next is not null; next =
                Models.Find(model => model.Name == next)?.Cheaper)
            {
                if (Models.All(model => model.Name != next) && next == cheaper)
                    node!.Fault("cheaper", $"is '{cheaper}', which is no model here");
                if (seen.Add(next))
                    continue;
                node!.Fault("cheaper", $"leads back to '{next}'");
                break;
            }
        }
    }

    private void ReadDefault(SourceNode? root)
    {
        Default = _environment.Value("TAKO_MODEL") ?? root?.Text("model") ?? Models.FirstOrDefault()?.Name;
        if (Default is not null && root?.Text("model") == Default
            && !Default.StartsWith("recorded:", StringComparison.Ordinal)
            && !Names().Contains(Default))
        {
            var hint = NearestName.Of(Default, [.. Names()]) is { } near
                ? $"; did you mean '{near}'?" : "";
            root.Fault("model", $"is '{Default}', which is no model here{hint}");
        }
    }

    private IEnumerable<string> Names() => Models.Select(model => model.Name).Concat(Chains.Select(chain => chain.Name));

    private bool FileIsReadableByOthers()
    {
        if (sources.ConfigPath is not { } path || OperatingSystem.IsWindows() || !File.Exists(path))
            return false;
        return (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0;
    }

    private void Warn(string pointer, string message) => Warnings.Add(sources.Config!.Fault(pointer, message));

    private void Remember(NamedSecret secret)
    {
        if (Secrets.All(known => known.Value != secret.Value))
            Secrets.Add(secret);
    }
}
