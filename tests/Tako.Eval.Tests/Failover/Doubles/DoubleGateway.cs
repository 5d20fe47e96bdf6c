using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Tako.Eval.Failover;
using Tako.Eval.Failover.Provider;

namespace Tako.Eval.Tests.Failover.Doubles;

/// <summary>A gateway in miniature: a real server that leads each request to the provider in a way of the test's choosing.</summary>
internal sealed class DoubleGateway
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly FailoverSetup _setup;
    private readonly Func<Exchange, CancellationToken, Task> _handle;
    private readonly List<Task> _serving = [];
    private readonly Task _accepting;

    private DoubleGateway(FailoverSetup setup, Func<Exchange, CancellationToken, Task> handle)
    {
        (_setup, _handle) = (setup, handle);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public static StartGateway Starting(Func<Exchange, CancellationToken, Task> handle) => (setup, _) =>
    {
        var gateway = new DoubleGateway(setup, handle);
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)gateway._listener.LocalEndpoint).Port}");
        return Task.FromResult(new RunningGateway(address, key: null, gateway.StopAsync));
    };

    private async ValueTask StopAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_serving);
        _http.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _serving.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await Task.Yield();
        using var connection = socket;
        socket.NoDelay = true;
        await using var stream = new NetworkStream(socket);
        try
        {
            var (reader, writer) = (new RequestReader(stream), new ResponseWriter(socket, stream, _setup.Time));
            while (!writer.Broken && await reader.ReadAsync(_stop.Token) is { } request)
                await _handle(new Exchange(_http, _setup, request, writer), _stop.Token);
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The client left, or the test is over.
        }
    }
}

/// <summary>One request to a double and the way to the provider.</summary>
internal sealed record Exchange(HttpClient Http, FailoverSetup Setup, HttpRequest Request, ResponseWriter Writer)
{
    public TimeProvider Time => Setup.Time;

    public Surface Surface => Setup.Wire;

    public string Scenario { get; } = JsonNode.Parse(Request.Body.Span)!["model"]!.GetValue<string>();

    /// <summary>The same request for the scenario's primary or fallback; the body is still to be read.</summary>
    public Task<HttpResponseMessage> AskAsync(string which, CancellationToken cancellationToken)
    {
        var body = JsonNode.Parse(Request.Body.Span)!;
        body["model"] = $"{Scenario}-{which}";
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Setup.Provider, Request.Path))
        {
            Content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json"),
        };
        return Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }
}
