using Tako.Eval.Failover.Provider;

namespace Tako.Server.Tests.Kit;

/// <summary>
/// A gateway made from a configuration file, in front of a provider that really speaks all three protocols. Its models are named
/// after the protocol their provider is asked in: <c>chat-ok</c>, <c>responses-ok</c>, <c>messages-ok</c>.
/// </summary>
internal sealed class Served : IAsyncDisposable
{
    private static readonly string[] Models =
        ["ok", "fast", "tool", "tools2", "json", "reason", "usage-less", "garbage", "html", "error-in-200",
            "endless-line", "status-503", "status-400"];

    private readonly string _folder;

    private Served(FaultyProvider provider, Gate gate, string folder) => (Provider, Gate, _folder) = (provider, gate, folder);

    public FaultyProvider Provider { get; }

    public Gate Gate { get; }

    public string ConfigFile => Path.Combine(_folder, "config.yaml");

    public Uri OpenAi => new(Gate.Address, "v1");

    public string Anthropic => Gate.Address.ToString().TrimEnd('/');

    /// <param name="more">Further top-level blocks of the configuration; a block <c>gateway</c> replaces the usual one.</param>
    public static async Task<Served> StartAsync(string more = "")
    {
        var provider = FaultyProvider.Start();
        var folder = Directory.CreateTempSubdirectory("tako-gate-").FullName;
        var file = Path.Combine(folder, "config.yaml");
        File.WriteAllText(file, Yaml(provider) + (more.Contains("gateway:", StringComparison.Ordinal) ? "" : Doors) + more);
        return new Served(provider, await Gate.OpenAsync(file), folder);
    }

    public const string Doors = "gateway: { listen: \"127.0.0.1:0\", admin: { listen: \"127.0.0.1:0\" } }\n";

    public static string Yaml(FaultyProvider provider)
    {
        var yaml = $"""
            providers:
              openai-like: {"{"} kind: compatible, baseAddress: "{provider.OpenAiAddress}", key: none {"}"}
              anthropic-like: {"{"} kind: anthropic, baseAddress: "{provider.Address}", key: none {"}"}
            models:

            """;
        foreach (var model in Models)
        {
            yaml += $"  chat-{model}: {{ provider: openai-like, id: {model}, prices: {{ input: 1, output: 2 }} }}\n"
                + $"  messages-{model}: {{ provider: anthropic-like, id: {model}, prices: {{ input: 1, output: 2 }} }}\n"
                + $"  responses-{model}: {{ provider: openai-like, wire: responses, id: {model}, prices: {{ input: 1, output: 2 }} }}\n";
        }

        return yaml;
    }

    public async ValueTask DisposeAsync()
    {
        await Gate.DisposeAsync();
        await Provider.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
