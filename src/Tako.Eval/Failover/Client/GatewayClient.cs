using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tako.Eval.Failover.Client;

/// <summary>Drives a gateway over HTTP as its clients do, without any library that would hide what really came.</summary>
internal sealed partial class GatewayClient : IDisposable
{
    private const int MostErrorBytes = 1024 * 1024;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    public GatewayClient(Uri address, string? key, TimeProvider time)
    {
        _time = time;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            BaseAddress = Root(address), Timeout = Timeout.InfiniteTimeSpan,
        };
        if (key is null)
            return;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        _http.DefaultRequestHeaders.Add("x-api-key", key);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Asks for a streamed answer and reads it to its end.</summary>
    public async Task<Received> AskAsync(Surface surface, string model, string prompt, TimeSpan patience,
        CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        using var limit = new CancellationTokenSource(patience, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var reading = Reading.Of(surface);
        var received = new Received { Ending = Ending.Hanging, Took = patience };
        try
        {
            using var request = Request(surface, model, prompt);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            received = received with { Status = (int)response.StatusCode };
            received = response.IsSuccessStatusCode
                ? await StreamAsync(response, reading, received, both.Token)
                : await ErrorAsync(surface, response, received, both.Token);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            received = received with { Ending = Ending.BrokenOff };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            received = received with { Ending = Ending.Hanging };
        }
        catch (InvalidDataException wrong)
        {
            received = received with { Ending = Ending.Whole, Wrong = [wrong.Message] };
        }

        return received with
        {
            Took = _time.GetElapsedTime(start),
            Text = reading.Text.ToString(),
            Finish = reading.Finish,
            FinishedWell = reading.FinishedWell,
            Model = reading.Model,
            Usage = reading.Usage,
            Cost = received.Cost ?? reading.Cost,
            Error = received.Error ?? reading.Error,
            ErrorInShape = received.ErrorInShape || reading.Error is not null,
            Wrong = [.. received.Wrong, .. reading.Wrong],
            Untidy = [.. received.Untidy, .. reading.Untidy],
        };
    }

    private static async Task<Received> StreamAsync(HttpResponseMessage response, Reading reading, Received received,
        CancellationToken cancellationToken)
    {
        received = received with
        {
            Cost = Cost(response.Headers),
            ModelHeaders = [.. response.Headers.Where(header => header.Key.Contains("model", StringComparison.OrdinalIgnoreCase))
                .SelectMany(header => header.Value)],
        };
        if (response.Content.Headers.ContentType?.MediaType is var type and not "text/event-stream")
        {
            return received with
            {
                Ending = Ending.Whole, Wrong = [$"the answer is {type ?? "of no type"} instead of a stream of events"],
            };
        }

        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var events = new SseReader(body);
        await foreach (var next in events.ReadAsync(cancellationToken))
        {
            if (next.Comment is { } comment && CostInWords().Match(comment) is { Success: true } cost)
                received = received with { Cost = Amount(cost.Groups[1].Value) ?? received.Cost };
            reading.Take(next);
            if (reading.Ended)
                break;
        }

        reading.Close();
        return received with
        {
            Ending = Ending.Whole,
            Cost = received.Cost ?? (reading.Ended ? null : Cost(response.TrailingHeaders)),
            Untidy = events.Unfinished && !reading.Ended ? ["the body ended inside an event"] : [],
        };
    }

    private static async Task<Received> ErrorAsync(Surface surface, HttpResponseMessage response, Received received,
        CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var bytes = new byte[MostErrorBytes];
        var text = Encoding.UTF8.GetString(bytes, 0, await body.ReadAtLeastAsync(bytes, bytes.Length, false, cancellationToken));
        string? error = null;
        try
        {
            using var document = JsonDocument.Parse(text);
            error = Reading.ErrorOf(surface, document.RootElement);
        }
        catch (JsonException)
        {
            // It is no error of any protocol; the status alone tells.
        }

        return received with { Ending = Ending.Whole, Error = error ?? $"status {received.Status}", ErrorInShape = error is not null };
    }

    private static HttpRequestMessage Request(Surface surface, string model, string prompt)
    {
        var (path, body) = surface switch
        {
            Surface.Chat => ("v1/chat/completions", $$"""
                {"model":"{{model}}","stream":true,"stream_options":{"include_usage":true},
                 "messages":[{"role":"user","content":"{{prompt}}"}]}
                """),
            Surface.Responses => ("v1/responses", $$"""
                {"model":"{{model}}","stream":true,"store":false,"input":"{{prompt}}"}
                """),
            _ => ("v1/messages", $$"""
                {"model":"{{model}}","max_tokens":1000,"stream":true,"messages":[{"role":"user","content":"{{prompt}}"}]}
                """),
        };
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (surface == Surface.Messages)
            request.Headers.Add("anthropic-version", "2023-06-01");
        return request;
    }

    private static decimal? Cost(HttpResponseHeaders headers) => headers
        .Where(header => header.Key.EndsWith("cost", StringComparison.OrdinalIgnoreCase))
        .SelectMany(header => header.Value).Select(Amount).FirstOrDefault(amount => amount is not null);

    private static decimal? Amount(string text) =>
        decimal.TryParse(text.Trim('$', ' '), NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) ? amount : null;

    /// <summary>The address without the path of the API, which clients are often given with it.</summary>
    private static Uri Root(Uri address)
    {
        var path = address.AbsolutePath.TrimEnd('/');
        path = path.EndsWith("/v1", StringComparison.Ordinal) ? path[..^"/v1".Length] : path;
        return new Uri($"{address.GetLeftPart(UriPartial.Authority)}{path}/");
    }

    [GeneratedRegex(@"cost\W{0,5}(\d+(?:\.\d+)?(?:[eE]-?\d+)?)", RegexOptions.IgnoreCase)]
    private static partial Regex CostInWords();
}
