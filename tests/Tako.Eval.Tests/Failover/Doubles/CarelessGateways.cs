using System.Text;
using Tako.Eval.Failover;
using Tako.Eval.Failover.Protocols;

namespace Tako.Eval.Tests.Failover.Doubles;

/// <summary>What is done with a stream that breaks, in ways that must not count as good.</summary>
internal static class CarelessGateways
{
    /// <summary>Hands on whatever comes, and breaks off where the provider does.</summary>
    public static Task PassThrough(Exchange exchange, CancellationToken cancellationToken) =>
        Forward(exchange, cancellationToken, () =>
        {
            exchange.Writer.Reset();
            return Task.CompletedTask;
        });

    /// <summary>Ends a broken stream as if all were well.</summary>
    public static Task Truncating(Exchange exchange, CancellationToken cancellationToken) =>
        Forward(exchange, cancellationToken, async () =>
        {
            var empty = Dialect.Of(exchange.Surface).Stream(new Answer { Usage = new Tokens(1, 1) }, Facts(exchange));
            foreach (var piece in empty.Where(piece => piece.Kind is PieceKind.Closing or PieceKind.EndMark))
                await exchange.Writer.ChunkAsync(piece.Text, cancellationToken);
            await exchange.Writer.EndAsync(cancellationToken);
        });

    /// <summary>Ends a broken stream without a finish reason.</summary>
    public static Task Closing(Exchange exchange, CancellationToken cancellationToken) =>
        Forward(exchange, cancellationToken, () => exchange.Writer.EndAsync(cancellationToken).AsTask());

    /// <summary>Goes on with the whole answer of the fallback, as if nothing had been said.</summary>
    public static Task Repeating(Exchange exchange, CancellationToken cancellationToken) =>
        Forward(exchange, cancellationToken, async () =>
        {
            using var second = await exchange.AskAsync("fallback", cancellationToken);
            await exchange.Writer.ChunkAsync(await second.Content.ReadAsStringAsync(cancellationToken), cancellationToken);
            await exchange.Writer.EndAsync(cancellationToken);
        });

    /// <summary>Tells the client of a broken stream.</summary>
    public static Task Honest(Exchange exchange, CancellationToken cancellationToken) =>
        Forward(exchange, cancellationToken, async () =>
        {
            await exchange.Writer.ChunkAsync(Dialect.Of(exchange.Surface).ErrorEvent(ErrorKind.ServerError), cancellationToken);
            await exchange.Writer.EndAsync(cancellationToken);
        });

    /// <summary>Asks again and again, at once.</summary>
    public static async Task Hammering(Exchange exchange, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < 8; attempt++)
        {
            using var refused = await exchange.AskAsync("primary", cancellationToken);
            await refused.Content.ReadAsByteArrayAsync(cancellationToken);
        }

        using var second = await exchange.AskAsync("fallback", cancellationToken);
        await exchange.Writer.WholeAsync(200, "text/event-stream", await second.Content.ReadAsByteArrayAsync(cancellationToken), "",
            cancellationToken);
    }

    private static async Task Forward(Exchange exchange, CancellationToken cancellationToken, Func<Task> broken)
    {
        HttpResponseMessage response;
        try
        {
            response = await exchange.AskAsync("primary", cancellationToken);
        }
        catch (HttpRequestException)
        {
            exchange.Writer.Reset();
            return;
        }

        using var all = response;
        if (!response.IsSuccessStatusCode)
        {
            await exchange.Writer.WholeAsync((int)response.StatusCode, "application/json",
                await response.Content.ReadAsByteArrayAsync(cancellationToken), "", cancellationToken);
            return;
        }

        await exchange.Writer.BeginAsync("text/event-stream", cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[4096];
        var begun = "";
        try
        {
            int read;
            while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
            {
                // Whole events only, so that what a double appends stands by itself.
                begun += Encoding.UTF8.GetString(buffer, 0, read);
                var end = begun.LastIndexOf("\n\n", StringComparison.Ordinal) + 2;
                if (end < 2)
                    continue;
                await exchange.Writer.ChunkAsync(begun[..end], cancellationToken);
                begun = begun[end..];
            }
        }
        catch (HttpIOException)
        {
            await broken();
            return;
        }

        await exchange.Writer.EndAsync(cancellationToken);
    }

    private static AnswerFacts Facts(Exchange exchange) => new(1, exchange.Scenario, 0, UsageAsked: true);
}
