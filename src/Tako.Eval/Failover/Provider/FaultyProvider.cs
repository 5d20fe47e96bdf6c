using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Tako.Eval.Failover.Protocols;

namespace Tako.Eval.Failover.Provider;

/// <summary>
/// A model provider that breaks on purpose: a real HTTP server on loopback that speaks OpenAI chat completions, OpenAI responses
/// and Anthropic messages, and behaves as the name of the model says. All its waits are on the clock it is given.
/// </summary>
/// <remarks>
/// <c>sNN-primary</c> and <c>sNN-fallback</c> are the models of the sixteen scenarios. Others: <c>ok</c> answers sixty words,
/// <c>ok-N</c> N words, <c>fast</c> all at once; <c>tool</c>, <c>tools2</c>, <c>json</c>, <c>reason</c> answer in these shapes;
/// <c>usage-less</c>, <c>garbage</c>, <c>html</c>, <c>error-in-200</c>, <c>endless-line</c>, <c>wrong-type</c> and <c>status-NNN</c>
/// misbehave.
/// </remarks>
public sealed class FaultyProvider : IAsyncDisposable
{
    private const int MostAttempts = 100_000;
    private const int MostConnections = 8192;
    private readonly TcpListener _listener;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = [];
    private readonly Lock _lock = new();
    private readonly Queue<Attempt> _attempts = [];
    private readonly Dictionary<string, (int Count, TimeSpan First)> _seen = [];
    private readonly Task _accepting;
    private long _numbers;
    private int _answering;

    private FaultyProvider(TimeProvider time, int port)
    {
        (_time, _started) = (time, time.GetTimestamp());
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Starts it on a port, or on a free one.</summary>
    /// <exception cref="SocketException">The port is taken.</exception>
    public static FaultyProvider Start(TimeProvider? time = null, int port = 0) => new(time ?? TimeProvider.System, port);

    /// <summary>The address without a path; OpenAI clients append <c>/v1</c> to it.</summary>
    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public Uri OpenAiAddress => new(Address, "/v1");

    /// <summary>The requests for answers since the last reset, in order; of very many only the latest.</summary>
    public IReadOnlyList<Attempt> Attempts
    {
        get
        {
            lock (_lock)
                return [.. _attempts];
        }
    }

    /// <summary>Answers under way. One that the other side left is given up as soon as it shows.</summary>
    public int Answering => Volatile.Read(ref _answering);

    /// <summary>Now, as attempts are dated.</summary>
    public TimeSpan Now => _time.GetElapsedTime(_started);

    /// <summary>Forgets all attempts, which it returns: what breaks once breaks again.</summary>
    public IReadOnlyList<Attempt> Reset()
    {
        lock (_lock)
        {
            Attempt[] before = [.. _attempts];
            _attempts.Clear();
            _seen.Clear();
            return before;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
            return;
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections.Keys);
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                if (_connections.Count >= MostConnections)
                {
                    socket.Dispose();
                    continue;
                }

                var serving = ServeAsync(socket);
                _connections.TryAdd(serving, true);
                _ = serving.ContinueWith(done => _connections.TryRemove(done, out _), TaskScheduler.Default);
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // One connection that failed to come about is no reason to stop.
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await Task.Yield();
        using var connection = socket;
        socket.NoDelay = true;
        await using var stream = new NetworkStream(socket);
        var (reader, writer) = (new RequestReader(stream), new ResponseWriter(socket, stream, _time));
        try
        {
            while (await reader.ReadAsync(_stop.Token) is { } request)
            {
                Interlocked.Increment(ref _answering);
                try
                {
                    await AnswerAsync(request, writer);
                }
                finally
                {
                    Interlocked.Decrement(ref _answering);
                }

                if (writer.Broken || !request.KeepsAlive)
                    return;
            }
        }
        catch (InvalidDataException)
        {
            // Nobody there speaks HTTP; the connection ends.
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The client left, or the provider stops.
        }
    }

    private ValueTask AnswerAsync(HttpRequest request, ResponseWriter writer) => (request.Method, request.Path) switch
    {
        ("POST", "/v1/chat/completions" or "/chat/completions") => AnswerAsync(Surface.Chat, request, writer),
        ("POST", "/v1/responses" or "/responses") => AnswerAsync(Surface.Responses, request, writer),
        ("POST", "/v1/messages" or "/messages") => AnswerAsync(Surface.Messages, request, writer),
        ("POST", "/v1/embeddings" or "/embeddings") => Embeddings.Answer(request.Body) is { } vectors
            ? JsonAsync(writer, 200, vectors)
            : JsonAsync(writer, 400, OpenAiErrors.Body(ErrorKind.BadRequest)),
        ("POST", "/v1/messages/count_tokens") => AskedFor.Read(Surface.Messages, request.Body) is { } counted
            ? JsonAsync(writer, 200, $"{{\"input_tokens\":{counted.Words}}}")
            : JsonAsync(writer, 400, Dialect.Of(Surface.Messages).Error(ErrorKind.BadRequest)),
        ("GET", "/v1/models" or "/models") => JsonAsync(writer, 200, Models(request.Headers.ContainsKey("anthropic-version"))),
        _ => JsonAsync(writer, 404, OpenAiErrors.Body(ErrorKind.UnknownModel)),
    };

    private ValueTask AnswerAsync(Surface wire, HttpRequest request, ResponseWriter writer)
    {
        if (AskedFor.Read(wire, request.Body) is not { } asked)
            return JsonAsync(writer, 400, Dialect.Of(wire).Error(ErrorKind.BadRequest));
        var reply = Note(asked, request.Path);
        var facts = new AnswerFacts(Interlocked.Increment(ref _numbers), asked.Model, _time.GetUtcNow().ToUnixTimeSeconds(),
            asked.UsageAsked);
        return new Answering(writer, asked, facts).DoAsync(reply, _stop.Token);
    }

    /// <summary>Decides on the reply and records the attempt.</summary>
    private Reply Note(AskedFor asked, string path)
    {
        var scenario = ScenarioModels.ScenarioOf(asked.Model);
        lock (_lock)
        {
            var now = Now;
            var (count, first) = _seen.GetValueOrDefault(asked.Model, (0, now));
            var reply = ModelBook.Of(asked, count, now - first) ?? new Reply.Refused(404, ErrorKind.UnknownModel);
            if (scenario is not null)
                _seen[asked.Model] = (count + 1, first);
            if (_attempts.Count == MostAttempts)
                _attempts.Dequeue();
            _attempts.Enqueue(new Attempt
            {
                At = now,
                Path = path,
                Wire = asked.Wire,
                Model = asked.Model,
                Scenario = scenario,
                Before = count,
                Streams = asked.Streams,
                Messages = asked.Messages.Count,
                Prefill = asked.EndsWithAssistant,
                Continues = ScenarioModels.SaidBefore(asked) is not null,
                Status = reply switch { Reply.Refused refused => refused.Status, Reply.Silent or Reply.Reset => 0, _ => 200 },
                Reported = (reply as Reply.Answered)?.Answer.Usage,
            });
            return reply;
        }
    }

    private string Models(bool anthropic)
    {
        var created = _time.GetUtcNow();
        var models = ModelBook.Plain.Concat(ScenarioModels.Names).ToList();
        var items = string.Join(',', models.Select(model => anthropic
            ? $"{{\"type\":\"model\",\"id\":\"{model}\",\"display_name\":\"{model}\",\"created_at\":\"{created:yyyy-MM-ddTHH:mm:ssZ}\"}}"
            : $"{{\"id\":\"{model}\",\"object\":\"model\",\"created\":{created.ToUnixTimeSeconds()},\"owned_by\":\"tako\"}}"));
        return anthropic
            ? $"{{\"data\":[{items}],\"has_more\":false,\"first_id\":\"{models[0]}\",\"last_id\":\"{models[^1]}\"}}"
            : $"{{\"object\":\"list\",\"data\":[{items}]}}";
    }

    private ValueTask JsonAsync(ResponseWriter writer, int status, string body) =>
        writer.WholeAsync(status, "application/json", Encoding.UTF8.GetBytes(body), "", _stop.Token);
}
