using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Tako.Eval.Failover;
using Tako.Eval.Failover.Client;

namespace Tako.Eval.Tests.Failover.Doubles;

/// <summary>
/// Says nothing before it has a whole answer: slow to begin, but right in all sixteen ways, which shows that they can be passed.
/// </summary>
internal sealed class PatientGateway
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(12);
    private readonly ConcurrentDictionary<string, long> _restingSince = [];

    private abstract record Outcome
    {
        public sealed record Whole(string Events) : Outcome;

        public sealed record Again(TimeSpan After) : Outcome;

        public sealed record Elsewhere : Outcome;

        public sealed record Final(int Status, string Body) : Outcome;
    }

    public async Task HandleAsync(Exchange exchange, CancellationToken cancellationToken)
    {
        var links = _restingSince.TryGetValue(exchange.Scenario, out var since) && exchange.Time.GetElapsedTime(since) < Rest
            ? ["fallback"]
            : new[] { "primary", "fallback" };
        foreach (var link in links)
        {
            for (var retries = 2; ; retries--)
            {
                var outcome = await TryAsync(exchange, link, cancellationToken);
                if (outcome is Outcome.Again again && retries > 0)
                {
                    await Task.Delay(again.After, exchange.Time, cancellationToken);
                    continue;
                }

                if (outcome is Outcome.Whole whole)
                {
                    await exchange.Writer.WholeAsync(200, "text/event-stream", Encoding.UTF8.GetBytes(whole.Events), "", cancellationToken);
                    return;
                }

                if (outcome is Outcome.Final final)
                {
                    await exchange.Writer.WholeAsync(final.Status, "application/json", Encoding.UTF8.GetBytes(final.Body), "",
                        cancellationToken);
                    return;
                }

                if (link == "primary")
                    _restingSince[exchange.Scenario] = exchange.Time.GetTimestamp();
                break;
            }
        }

        await exchange.Writer.WholeAsync(502, "application/json", "{}"u8.ToArray(), "", cancellationToken);
    }

    private static async Task<Outcome> TryAsync(Exchange exchange, string link, CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var timer = exchange.Time.CreateTimer(_ => silence.Cancel(), null, Silence, Timeout.InfiniteTimeSpan);
        try
        {
            using var response = await exchange.AskAsync(link, silence.Token);
            if (response.IsSuccessStatusCode)
                return await ReadAsync(exchange, response, timer, silence.Token);
            var body = await response.Content.ReadAsStringAsync(silence.Token);
            return (int)response.StatusCode switch
            {
                429 or >= 500 => new Outcome.Again(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1)),
                400 when body.Contains("content policy") => new Outcome.Final(400, body),
                _ => new Outcome.Elsewhere(),
            };
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            return new Outcome.Again(TimeSpan.FromSeconds(1));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Outcome.Elsewhere();
        }
    }

    private static async Task<Outcome> ReadAsync(Exchange exchange, HttpResponseMessage response, ITimer timer,
        CancellationToken cancellationToken)
    {
        var (reading, events) = (Reading.Of(exchange.Surface), new StringBuilder());
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var next in new SseReader(body).ReadAsync(cancellationToken))
        {
            if (next.Data is not { } data || (data != "[DONE]" && !IsJson(data)))
                continue;
            reading.Take(next);
            if (reading.Text.Length > 0)
                timer.Change(Silence, Timeout.InfiniteTimeSpan);
            events.Append(next.Name.Length > 0 ? $"event: {next.Name}\n" : "").Append($"data: {data}\n\n");
            if (reading is { Finish: not null, Usage: not null })
                break;
        }

        events.Append(exchange.Surface switch
        {
            Surface.Chat => "data: [DONE]\n\n",
            Surface.Messages => "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
            _ => "",
        });
        return reading.FinishedWell ? new Outcome.Whole(events.ToString()) : new Outcome.Elsewhere();
    }

    private static bool IsJson(string data)
    {
        try
        {
            using var document = JsonDocument.Parse(data);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
