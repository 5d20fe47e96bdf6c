using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tako.Testing.Models;

/// <summary>
/// A real HTTP server on a free loopback port that speaks OpenAI chat completions and Responses, and Anthropic Messages, streamed or
/// not, and breaks in the ways that providers break. Replies are given in order; the last one is repeated.
/// </summary>
public sealed class FakeProvider : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<ProviderRequest> _requests = [];
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Lock _lock = new();
    private readonly Queue<ProviderReply> _replies;
    private readonly Func<ProviderRequest, ProviderReply>? _answer;
    private readonly Task _accepting;

    private FakeProvider(ReadOnlySpan<ProviderReply> replies, Func<ProviderRequest, ProviderReply>? answer = null)
    {
        _answer = answer;
        _replies = new Queue<ProviderReply>(replies.ToArray());
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public static FakeProvider Start(params ReadOnlySpan<ProviderReply> replies) => new(replies);

    /// <summary>A provider that decides by the request what it does.</summary>
    public static FakeProvider Answering(Func<ProviderRequest, ProviderReply> answer) => new([], answer);

    /// <summary>A provider that answers 401 to any other key.</summary>
    public static FakeProvider Locked(string key, params ReadOnlySpan<ProviderReply> replies) =>
        new(replies) { Key = key };

    /// <summary>The address without a path.</summary>
    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>The address that an OpenAI client appends its paths to.</summary>
    public Uri OpenAiAddress => new(Address, "/v1");

    private string? Key { get; init; }

    /// <summary>What <c>GET /v1/models</c> lists.</summary>
    public IReadOnlyList<string> Models { get; init; } = ["fake-1"];

    public IReadOnlyList<ProviderRequest> Requests => [.. _requests];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _connections.Add(ServeAsync(client));
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var connection = client;
        connection.NoDelay = true;
        try
        {
            var stream = connection.GetStream();
            if (await ReadAsync(stream) is { } request)
                await ReplyAsync(connection.Client, stream, request);
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or SocketException)
        {
            // The client left, or the server stops.
        }
    }

    private async ValueTask<ProviderRequest?> ReadAsync(NetworkStream stream)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        var headEnd = -1;
        while (headEnd < 0)
        {
            var read = await stream.ReadAsync(buffer, _stop.Token);
            if (read == 0)
                return null;
            bytes.Write(buffer, 0, read);
            headEnd = bytes.GetBuffer().AsSpan(0, (int)bytes.Length).IndexOf("\r\n\r\n"u8);
        }

        var lines = Encoding.Latin1.GetString(bytes.GetBuffer(), 0, headEnd).Split("\r\n");
        var first = lines[0].Split(' ');
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines[1..])
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        var length = headers.TryGetValue("Content-Length", out var text) ? int.Parse(text, null) : 0;
        while (bytes.Length < headEnd + 4 + length)
        {
            var read = await stream.ReadAsync(buffer, _stop.Token);
            if (read == 0)
                return null;
            bytes.Write(buffer, 0, read);
        }

        var body = Encoding.UTF8.GetString(bytes.GetBuffer(), headEnd + 4, length);
        return new ProviderRequest(first[0], first[1], headers, body);
    }

    private async ValueTask ReplyAsync(Socket socket, NetworkStream stream, ProviderRequest request)
    {
        if (request.Method == "GET")
        {
            var list = string.Join(',', Models.Select(model => $$"""{"id":"{{model}}","object":"model"}"""));
            await WholeAsync(stream, 200, "application/json", $$"""{"object":"list","data":[{{list}}]}""", null);
            return;
        }

        _requests.Enqueue(request);
        if (Key is { } key && !request.Headers.Values.Any(value => value == key || value == $"Bearer {key}"))
        {
            await WholeAsync(stream, 401, "application/json",
                """{"type":"error","error":{"type":"authentication_error","code":"invalid_api_key",""" +
                """ "message":"Incorrect API key provided"}}""", null);
            return;
        }

        switch (_answer?.Invoke(request) ?? Next())
        {
            case ProviderReply.Silence { After: { } first }:
                await WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n{first}");
                await SilenceAsync();
                break;
            case ProviderReply.Answer answer when request.Streams:
                await StreamAsync(stream, request, answer);
                break;
            case ProviderReply.Answer { StallAfter: not null }:
                await SilenceAsync();
                break;
            case ProviderReply.Answer answer:
                await WholeAsync(stream, 200, "application/json",
                    Whole(request, answer), null,
                        answer.CutAfter is not null);
                break;
            case ProviderReply.Status status:
                await WholeAsync(stream, status.Code, "application/json", status.Body, status.Headers);
                break;
            case ProviderReply.Nonsense nonsense:
                await WholeAsync(stream, 200, nonsense.MediaType, nonsense.Body, null);
                break;
            case ProviderReply.Reset:
                socket.LingerState = new LingerOption(true, 0);
                socket.Close();
                break;
            case ProviderReply.Silence:
                await SilenceAsync();
                break;
            case ProviderReply.Endless:
                await EndlessAsync(stream, request);
                break;
        }
    }

    private ProviderReply Next()
    {
        lock (_lock)
        {
            if (_replies.Count == 0)
                throw new InvalidOperationException("The fake provider was given no reply.");
            return _replies.Count > 1 ? _replies.Dequeue() : _replies.Peek();
        }
    }

    private async ValueTask StreamAsync(NetworkStream stream, ProviderRequest request, ProviderReply.Answer answer)
    {
        await WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
        var events = Events(request, answer);
        var words = 0;
        var pending = new StringBuilder();
        foreach (var (kind, text) in events)
        {
            if (kind == ReplyEvent.Words)
            {
                // What is not words travels together, as it does from real servers; each word travels by itself.
                await FlushAsync();
                if (words == answer.CutAfter)
                    return;
                if (words == answer.StallAfter)
                    await SilenceAsync();
                if (answer.Intruder is { } intruder && words == intruder.After)
                    await WriteAsync(stream, $"data: {intruder.Data}\n\n");
                words++;
                await WriteAsync(stream, text);
                continue;
            }

            if (kind != ReplyEvent.EndMark || answer is { NeverEnds: false, NoEndMark: false })
                pending.Append(text);
        }

        await FlushAsync();
        if (answer.NeverEnds)
            await SilenceAsync();

        async ValueTask FlushAsync()
        {
            await WriteAsync(stream, pending.ToString());
            pending.Clear();
        }
    }

    private async ValueTask EndlessAsync(NetworkStream stream, ProviderRequest request)
    {
        var answer = new ProviderReply.Answer { Text = "on and on " };
        var events = Events(request, answer).ToList();
        await WriteAsync(stream, "HTTP/1.1 200 OK\r\nConnection: close\r\n");
        await WriteAsync(stream, request.Streams ? "Content-Type: text/event-stream\r\n\r\n"
            : "Content-Type: application/json\r\n\r\n{\"id\":\"");
        foreach (var (kind, text) in events.TakeWhile(next => next.Kind != ReplyEvent.Words).Where(_ =>
            request.Streams))
            await WriteAsync(stream, text);
        var words = request.Streams
            ? string.Concat(events.Where(next => next.Kind == ReplyEvent.Words).Select(next => next.Text))
            : new string('x', 4096);
        while (!_stop.IsCancellationRequested)
            await WriteAsync(stream, words);
    }

    private static string Whole(ProviderRequest request, ProviderReply.Answer answer) => request.IsAnthropic ? AnthropicReply.Whole(answer)
        : request.IsResponses ? ResponsesReply.Whole(answer) : OpenAiReply.Whole(answer);

    private static IEnumerable<(ReplyEvent Kind, string Text)> Events(ProviderRequest request, ProviderReply.Answer answer) =>
        request.IsAnthropic ? AnthropicReply.Events(answer)
            : request.IsResponses ? ResponsesReply.Events(answer) : OpenAiReply.Events(answer);

    private Task SilenceAsync() => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stop.Token);

    private async ValueTask WholeAsync(NetworkStream stream, int status, string mediaType, string body,
        IReadOnlyDictionary<string, string>? headers, bool cut = false)
    {
        var more = string.Concat((headers ?? new Dictionary<string, string>()).Select(header =>
            $"{header.Key}: {header.Value}\r\n"));
        var length = Encoding.UTF8.GetByteCount(body);
        await WriteAsync(stream,
            $"HTTP/1.1 {status} Reply\r\nContent-Type: {mediaType}\r\nContent-Length: {length}\r\nConnection: close\r\n{more}\r\n");
        await WriteAsync(stream, cut ? body[..(body.Length / 2)] : body);
    }

    private ValueTask WriteAsync(NetworkStream stream, string text) =>
        stream.WriteAsync(Encoding.UTF8.GetBytes(text), _stop.Token);
}
