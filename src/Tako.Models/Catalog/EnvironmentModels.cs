using Tako.Models.Config;
using Tako.Models.Pricing;

namespace Tako.Models.Catalog;

/// <summary>Providers and models that the environment's well-known variables describe.</summary>
internal sealed class EnvironmentModels(IReadOnlyDictionary<string, string> environment)
{
    public const string OpenAiKey = "OPENAI_API_KEY";
    public const string AnthropicKey = "ANTHROPIC_API_KEY";
    public const string AzureKey = "AZURE_OPENAI_API_KEY";

    public static readonly Uri OpenAiAddress = new("https://api.openai.com/v1");
    public static readonly Uri AnthropicAddress = new("https://api.anthropic.com");
    private const string OllamaDefault = "http://127.0.0.1:11434";

    public IEnumerable<(ProviderConfig Provider, ModelConfig[] Models)> Read()
    {
        if (OpenAi() is { } openAi)
            yield return openAi;
        if (Anthropic() is { } anthropic)
            yield return anthropic;
        if (Azure() is { } azure)
            yield return azure;
        if (Ollama() is { } ollama)
            yield return ollama;
    }

    public string? Value(string name) => environment.GetValueOrDefault(name) is { Length: > 0 } value ? value.Trim()
        : null;

    public NamedSecret? Secret(string name) => Value(name) is { } value ? new NamedSecret(name, value) : null;

    private (ProviderConfig, ModelConfig[])? OpenAi()
    {
        var address = Address("OPENAI_BASE_URL");
        // A base address alone is enough for servers that want no key.
        if (Secret(OpenAiKey) is null && (address is null || Value("OPENAI_MODEL") is null))
            return null;
        var provider = new ProviderConfig
        {
            Name = "openai",
            Kind = address is null || address.Host == OpenAiAddress.Host ? ProviderKind.OpenAI
                : ProviderKind.Compatible,
            BaseAddress = address ?? OpenAiAddress,
            Key = Secret(OpenAiKey),
        };
        return (provider, Models("openai", "OPENAI_MODEL", "gpt-6-sol", provider.Kind == ProviderKind.OpenAI
            ? "gpt-6-luna" : null));
    }

    private (ProviderConfig, ModelConfig[])? Anthropic()
    {
        if (Secret(AnthropicKey) is not { } key)
            return null;
        var address = Address("ANTHROPIC_BASE_URL");
        var provider = new ProviderConfig
        {
            Name = "anthropic",
            Kind = ProviderKind.Anthropic,
            BaseAddress = address ?? AnthropicAddress,
            Key = key,
        };
        return (provider, Models("anthropic", "ANTHROPIC_MODEL", "claude-sonnet-5-5", address is null
            ? "claude-haiku-5-5" : null));
    }

    private (ProviderConfig, ModelConfig[])? Azure()
    {
        if (Secret(AzureKey) is not { } key || Address("AZURE_OPENAI_ENDPOINT") is not { } address
            || (Value("AZURE_OPENAI_DEPLOYMENT") ?? Value("AZURE_OPENAI_DEPLOYMENT_NAME")) is not { } deployment)
            return null;
        var provider = new ProviderConfig
        {
            Name = "azure",
            Kind = ProviderKind.Azure,
            BaseAddress = address,
            Key = key,
            ApiVersion = Value("AZURE_OPENAI_API_VERSION") ?? Value("OPENAI_API_VERSION"),
        };
        return (provider, [new ModelConfig { Name = deployment, Provider = "azure", UpstreamId = deployment }]);
    }

    private (ProviderConfig, ModelConfig[])? Ollama()
    {
        if (Value("OLLAMA_HOST") is not { } host)
            return null;
        var provider = new ProviderConfig { Name = "ollama", Kind = ProviderKind.Compatible, BaseAddress =
            OllamaAddress(host) };
        // Without a name the first model that the server has is taken, when it is first called.
        var id = Value("OLLAMA_MODEL");
        return (provider, [new ModelConfig
        {
            Name = id ?? "ollama", Provider = "ollama", UpstreamId = id ?? "", Prices = ModelPrices.Free,
        }]);
    }

    // What Ollama's own client accepts: a host, a host with a port, or an address; 0.0.0.0 is where a server listens.
    private static Uri OllamaAddress(string host)
    {
        var text = host.Contains("://", StringComparison.Ordinal) ? host : $"http://{host}";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address))
            return new Uri($"{OllamaDefault}/v1");
        var hasPort = text.AsSpan(text.IndexOf("://", StringComparison.Ordinal) + 3).Contains(':');
        var built = new UriBuilder(address)
        {
            Host = address.Host is "0.0.0.0" or "[::]" ? "127.0.0.1" : address.Host,
            Port = hasPort ? address.Port : address.Scheme == "https" ? 443 : 11434,
        };
        built.Path = built.Path.TrimEnd('/') + "/v1";
        return built.Uri;
    }

    private ModelConfig[] Models(string provider, string variable, string main, string? small)
    {
        var chosen = Value(variable) ?? main;
        var model = new ModelConfig { Name = chosen, Provider = provider, UpstreamId = chosen };
        return small is null || small == chosen
            ? [model]
            : [model, new ModelConfig { Name = small, Provider = provider, UpstreamId = small }];
    }

    private Uri? Address(string variable) =>
        Uri.TryCreate(Value(variable), UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address : null;
}
