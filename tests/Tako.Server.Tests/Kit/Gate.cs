using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Tako.Core.Faults;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Models.Caching;
using Tako.Models.Calls;
using Tako.Server.Gateway;
using Tako.Server.Setup;

namespace Tako.Server.Tests.Kit;

/// <summary>A running gateway on free loopback ports, and a client of it.</summary>
internal sealed class Gate : IAsyncDisposable
{
    private Gate(GatewayServer server, LogLines logs)
    {
        (Server, Logs) = (server, logs);
        Client = new HttpClient { BaseAddress = server.Addresses[0], Timeout = TimeSpan.FromSeconds(30) };
        Admin = new Door(server.AdminAddresses[0]);
    }

    /// <summary>A client of the admin address.</summary>
    public Door Admin { get; }

    public GatewayServer Server { get; }

    public LogLines Logs { get; }

    public HttpClient Client { get; }

    public Uri Address => Server.Addresses[0];

    public static GatewayConfig Anywhere { get; } = new()
    {
        Listen = [new IPEndPoint(IPAddress.Loopback, 0)],
        Admin = new AdminConfig { Listen = new IPEndPoint(IPAddress.Loopback, 0) },
    };

    public static Task<Gate> OpenAsync(ICallRoute route, GatewayConfig? config = null) => OpenAsync(() => Setup(route, config));

    public static GatewaySetup Setup(ICallRoute route, GatewayConfig? config = null) => new()
    {
        Config = config ?? Anywhere,
        Route = route,
        Cache = new CacheOptions { Enabled = false },
        Models = [new ListedModel("small", "scripted"), new ListedModel("careful", "tako")],
    };

    public static async Task<Gate> OpenAsync(Func<GatewaySetup> setup, MemoryLedger? ledger = null)
    {
        var logs = new LogLines();
        var parts = Parts(logs, () => new Parsed<GatewaySetup>.Ok(setup()));
        var start = await GatewayServer.StartAsync(ledger is null ? parts : parts with { Ledger = ledger, Blobs = ledger });
        return new Gate(start.ShouldBeOfType<GatewayStart.Started>().Server, logs);
    }

    /// <summary>A gateway that reads this file, and reads it again when it changes.</summary>
    public static async Task<Gate> OpenAsync(string configFile)
    {
        var logs = new LogLines();
        var source = new GatewaySource
        {
            File = configFile, Environment = new Dictionary<string, string>(), Random = new Random(11),
        };
        var start = await GatewayServer.StartAsync(Parts(logs, source.Read) with { ConfigFile = configFile });
        return start switch
        {
            GatewayStart.Started started => new Gate(started.Server, logs),
            GatewayStart.Faulty faulty => throw new InvalidOperationException(string.Join('\n', faulty.Faults)),
            _ => throw new InvalidOperationException(start.ToString()),
        };
    }

    public static GatewayParts Parts(LogLines logs, Func<Parsed<GatewaySetup>> read)
    {
        var ledger = new MemoryLedger(TimeProvider.System);
        return new GatewayParts
        {
            Read = read,
            Ledger = ledger,
            Blobs = ledger,
            Logs = LoggerFactory.Create(builder => builder.AddProvider(logs).SetMinimumLevel(LogLevel.Information)),
            Ids = new IdSource(TimeProvider.System, new Random(7)),
            Chance = new Random(13),
        };
    }

    public static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    public Task<Answered> PostAsync(string path, string body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, Json(body), headers);

    public Task<Answered> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Answered> SendAsync(HttpMethod method, string path, HttpContent? content,
        params (string Name, string Value)[] headers) => Door.SendAsync(Client, method, path, content, headers);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Admin.Dispose();
        await Server.DisposeAsync();
    }
}

/// <summary>A client of one address.</summary>
internal sealed class Door(Uri address) : IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };

    public Task<Answered> SendAsync(HttpMethod method, string path, HttpContent? content,
        params (string Name, string Value)[] headers) => SendAsync(_client, method, path, content, headers);

    public void Dispose() => _client.Dispose();

    internal static async Task<Answered> SendAsync(HttpClient client, HttpMethod method, string path, HttpContent? content,
        (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        using var response = await client.SendAsync(request);
        return new Answered((int)response.StatusCode, await response.Content.ReadAsStringAsync(),
            response.Headers.Concat(response.Content.Headers)
                .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
    }
}

/// <summary>What a client got.</summary>
internal sealed record Answered(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public Answered Is(int status)
    {
        Status.ShouldBe(status, Body);
        return this;
    }
}
