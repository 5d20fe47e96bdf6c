using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Tako.Server.Tests.Telemetry;

/// <summary>Takes what is exported, over HTTP or gRPC, on a free port of this machine.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Signal, byte[] Body)> _requests = [];

    private OtlpReceiver(bool grpc)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0,
            listen => listen.Protocols = grpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        _app = builder.Build();
        _app.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            Headers.Enqueue(http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(),
                StringComparer.OrdinalIgnoreCase));
            // gRPC puts a flag and a length before the message.
            _requests.Enqueue((http.Request.Path, grpc ? body.ToArray()[5..] : body.ToArray()));
            if (!grpc)
                return;
            http.Response.ContentType = "application/grpc";
            await http.Response.Body.WriteAsync(new byte[5]);
            http.Response.AppendTrailer("grpc-status", "0");
        });
    }

    public Uri Address => new(_app.Urls.First());

    public ConcurrentQueue<Dictionary<string, string>> Headers { get; } = [];

    public IReadOnlyList<string> Paths => [.. _requests.Select(request => request.Signal).Distinct().Order()];

    public static async Task<OtlpReceiver> StartAsync(bool grpc = false)
    {
        var receiver = new OtlpReceiver(grpc);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Spans (resource 1, scope 2, span 2).</summary>
    public IReadOnlyList<Proto> Spans => Leaves("trace");

    /// <summary>Metrics (resource 1, scope 2, metric 2).</summary>
    public IReadOnlyList<Proto> Metrics => Leaves("metric");

    /// <summary>Log records (resource 1, scope 2, record 2).</summary>
    public IReadOnlyList<Proto> Logs => Leaves("log");

    /// <summary>All bytes that came, as text.</summary>
    public string Raw => string.Concat(_requests.Select(request => System.Text.Encoding.Latin1.GetString(request.Body)));

    /// <summary>The attributes of the resource that sent something.</summary>
    public Dictionary<string, string> Resource => new Proto(_requests.First().Body).Messages(1).First().Messages(1).First().Attributes(1);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private List<Proto> Leaves(string signal) =>
    [
        .. _requests.Where(request => request.Signal.Contains(signal, StringComparison.OrdinalIgnoreCase))
            .SelectMany(request => new Proto(request.Body).Messages(1))
            .SelectMany(resource => resource.Messages(2)).SelectMany(scope => scope.Messages(2)),
    ];
}
