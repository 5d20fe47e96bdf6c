using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Tako.Eval.Failover;
using Tako.Eval.Failover.Client;

namespace Tako.Bench.Gateway.Soak;

/// <summary>Makes calls as clients do, and keeps what it was told of each.</summary>
internal sealed class SoakClient(Uri gateway, string key, string poorKey) : IDisposable
{
    private static readonly TimeSpan LeavesWhole = TimeSpan.FromSeconds(1);

    // What a client leaves is closed at once, not read to its end.
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, MaxResponseDrainSize = 0 })
    {
        BaseAddress = gateway, Timeout = TimeSpan.FromMinutes(2),
    };

    public void Dispose() => _http.Dispose();

    public async Task<Told> AskAsync(SoakCall call)
    {
        using var patience = new CancellationTokenSource();
        if (call is { LeavesAfter: not null, Streams: false })
            patience.CancelAfter(LeavesWhole);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, call.Path);
            request.Content = new StringContent(call.Body, Encoding.UTF8, "application/json");
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {(call.Tag == SoakCalls.Budget ? poorKey : key)}");
            request.Headers.TryAddWithoutValidation("x-tako-tags", call.Tag);
            if (call.Surface == Surface.Messages)
                request.Headers.TryAddWithoutValidation("anthropic-version", "2023-06-01");
            // What is asked once is not kept: memory is to be flat because nothing leaks, not because the cache is full.
            if (call.Tag != SoakCalls.Cached)
                request.Headers.TryAddWithoutValidation("cache-control", "no-store");
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            var cached = Header(response, "x-tako-cache") is "hit" or "joined";
            if (!response.IsSuccessStatusCode)
            {
                var why = await response.Content.ReadAsStringAsync(patience.Token);
                var limited = response.StatusCode == HttpStatusCode.TooManyRequests && call.Tag == SoakCalls.Budget;
                return new Told(limited ? ToldEnd.Limited : ToldEnd.Failed) { Why = $"{(int)response.StatusCode} {why}" };
            }

            return (call.Streams
                ? await StreamAsync(call, response, patience.Token)
                : Whole(await response.Content.ReadAsStringAsync(patience.Token), Header(response, "x-tako-cost"))) with
            {
                Cached = cached,
            };
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return new Told(ToldEnd.Left);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or OperationCanceledException or JsonException)
        {
            return new Told(ToldEnd.Broken) { Why = broken.Message };
        }
    }

    private static async Task<Told> StreamAsync(SoakCall call, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var reading = Reading.Of(call.Surface);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var (events, tail) = (0, new Told(ToldEnd.Answered));
        await foreach (var next in new SseReader(body).ReadAsync(cancellationToken))
        {
            if (next.Comment is { } comment && comment.StartsWith("tako ", StringComparison.Ordinal))
                tail = Tail(comment["tako ".Length..]);
            reading.Take(next);
            if (++events >= call.LeavesAfter)
                return new Told(ToldEnd.Left) { Seen = reading.Text.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Length };
        }

        return tail with
        {
            End = reading.Error is null && reading.Finish is not null ? ToldEnd.Answered : ToldEnd.Failed,
            Usage = reading.Usage ?? tail.Usage,
            Differs = reading.Usage is { } usage && tail.Usage is { } counted && usage != counted,
            Why = reading.Error ?? (reading.Finish is null ? "no finish reason" : null),
        };
    }

    private static Told Tail(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var known = root.TryGetProperty("input", out var input) & root.TryGetProperty("output", out var output);
        return new Told(ToldEnd.Answered)
        {
            Usage = known ? new Tokens(input.GetInt32(), output.GetInt32()) : null,
            Usd = root.TryGetProperty("cost", out var cost) && cost.ValueKind == JsonValueKind.Number ? cost.GetDecimal() : null,
        };
    }

    private static Told Whole(string body, string? cost)
    {
        using var document = JsonDocument.Parse(body);
        var usage = document.RootElement.GetProperty("usage");
        var chat = usage.TryGetProperty("prompt_tokens", out var input);
        return new Told(ToldEnd.Answered)
        {
            Usage = new Tokens((chat ? input : usage.GetProperty("input_tokens")).GetInt32(),
                usage.GetProperty(chat ? "completion_tokens" : "output_tokens").GetInt32()),
            Usd = decimal.TryParse(cost, NumberStyles.Float, CultureInfo.InvariantCulture, out var usd) ? usd : null,
        };
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.First() : null;
}

/// <summary>How a call ended for its client.</summary>
internal enum ToldEnd
{
    Answered,

    /// <summary>An error, before or in the answer.</summary>
    Failed,

    /// <summary>Refused because of the key's budget, so never made.</summary>
    Limited,

    Left,

    /// <summary>The gateway broke off: it never may.</summary>
    Broken,
}

/// <summary>What a client was told of one call.</summary>
internal sealed record Told(ToldEnd End)
{
    public Tokens? Usage { get; init; }

    public decimal? Usd { get; init; }

    public bool Cached { get; init; }

    /// <summary>The usage in the stream is another than in Tako's comment after it.</summary>
    public bool Differs { get; init; }

    /// <summary>Words read before the client left.</summary>
    public int Seen { get; init; }

    public string? Why { get; init; }
}
