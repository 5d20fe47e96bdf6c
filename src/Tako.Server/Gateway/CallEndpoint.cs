using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Models.Wire;
using Tako.Server.Responses;

namespace Tako.Server.Gateway;

/// <summary>
/// Takes a model call: looks whether it may come in (1), reads its body (2) and what it asks for (3), asks the route (4),
/// sends the answer as it comes (5), and settles and logs the call, however it ended (6).
/// </summary>
internal sealed partial class CallEndpoint(GatewayState state, ResponsesEndpoint responses, IdSource ids, TimeProvider time,
    ILogger log)
{
    private readonly AnswerPipe _pipe = new(time);

    public async Task HandleAsync(HttpContext http, Surface surface)
    {
        var started = time.GetTimestamp();
        var snapshot = state.Enter();
        var begun = state.TryBegin(snapshot.Setup.Config.Streams);
        using var exchange = new Exchange
        {
            Http = http,
            Surface = surface,
            Snapshot = snapshot,
            Id = ids.NewShort("r"),
            Started = started,
            Ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, state.Ending),
        };
        try
        {
            http.Response.Headers[OwnHeaders.Request] = exchange.Id;
            if (!begun)
                await _pipe.RefuseAsync(exchange, TooMany(snapshot.Setup.Config.Streams));
            else if (await AskAsync(exchange) is { } refusal)
                await _pipe.RefuseAsync(exchange, refusal);
        }
        catch (OperationCanceledException) when (exchange.Token.IsCancellationRequested || http.RequestAborted.IsCancellationRequested)
        {
            await LeftAsync(exchange);
        }
        catch (BadHttpRequestException wrong)
        {
            await BrokenAsync(exchange, Refusal.BadRequest($"The request cannot be read: {wrong.Message}", wrong.StatusCode));
        }
        catch (Exception wrong) when (wrong is not OperationCanceledException)
        {
            Mistake(log, wrong, exchange.Id);
            await BrokenAsync(exchange, Refusal.BadRequest($"The gateway made a mistake; its log tells more of {exchange.Id}.", 500));
        }
        finally
        {
            if (begun)
                state.End();
            snapshot.Leave();
            Settle(exchange);
        }
    }

    private async ValueTask<CallFailure?> AskAsync(Exchange exchange)
    {
        var (http, config) = (exchange.Http, exchange.Snapshot.Setup.Config);
        if (Entry.Refuse(http, config) is { } closed)
            return closed;
        if (!await exchange.Body.ReadAsync(http.Request, config.BodyLimit, exchange.Token))
        {
            http.Response.Headers.Connection = "close";
            return Refusal.Of(CallFailureKind.TooLarge,
                $"The request is larger than the {config.BodyLimit} bytes that this gateway takes.");
        }

        if (RequestHead.Read(exchange.Body.Bytes.Span, exchange.Surface.Wire, out var head) is { } wrong)
        {
            exchange.Field = wrong.Path.Length > 0 ? wrong.Path : null;
            return Refusal.BadRequest(wrong.Path.Length > 0 ? $"'{wrong.Path}' {wrong.Message}." : wrong.Message);
        }

        var (terms, unclear) = CallHeaders.Read(http.Request.Headers);
        if (unclear is not null)
            return Refusal.BadRequest(unclear);
        exchange.Model = Encoding.UTF8.GetString(head.ModelName(exchange.Body.Bytes.Span));
        exchange.Streamed = head.Stream;
        if (config.LogPrompts)
            Prompt(log, exchange.Id, Encoding.UTF8.GetString(exchange.Body.Bytes.Span));
        if (exchange.Surface == Surface.Responses)
        {
            (exchange.Turn, var refused) = await responses.BeginAsync(exchange, head, owner: "");
            if (refused is not null)
                return refused;
        }

        return await AnswerAsync(exchange, new ModelCall
        {
            Model = exchange.Model,
            Operation = exchange.Surface.Operation,
            Wire = exchange.Surface.Wire,
            Body = exchange.Turn?.Body ?? exchange.Body.Bytes,
            Streamed = head.Stream,
            Terms = terms,
        });
    }

    private async ValueTask<CallFailure?> AnswerAsync(Exchange exchange, ModelCall call)
    {
        var answer = await exchange.Snapshot.Setup.Route.StartAsync(call, exchange.Token);
        try
        {
            exchange.Head = answer.Head;
            OwnHeaders.Write(exchange.Http.Response.Headers, answer.Head);
            if (answer.Refusal is { } refusal)
                return refusal;
            if (answer.Streamed)
                await _pipe.StreamAsync(exchange, answer);
            else
                await _pipe.WholeAsync(exchange, answer);
            return null;
        }
        finally
        {
            await answer.DisposeAsync();
            exchange.Report = answer.Report;
            if (exchange.Turn is { } turn)
                await KeepAsync(turn, exchange);
        }
    }

    private async ValueTask KeepAsync(ResponseTurn turn, Exchange exchange)
    {
        try
        {
            await turn.Kept;
        }
        catch (LedgerUnavailableException wrong)
        {
            NotKept(log, exchange.Id, wrong.Message);
        }
    }

    // Either the client left, and nobody reads; or the gateway ends, and the client is told.
    private async ValueTask LeftAsync(Exchange exchange)
    {
        if (exchange.Http.RequestAborted.IsCancellationRequested)
        {
            exchange.Status = 499;
            return;
        }

        await BrokenAsync(exchange, Refusal.Of(CallFailureKind.Overloaded,
            "The gateway is stopping and could not wait for the end of this call. Send it again.", exchange.Model));
    }

    private async ValueTask BrokenAsync(Exchange exchange, CallFailure failure)
    {
        try
        {
            if (!exchange.Http.Response.HasStarted)
                await _pipe.RefuseAsync(exchange, failure);
            else if (exchange.Streamed)
                await _pipe.FailAsync(exchange, failure);
            else
                exchange.Http.Abort();
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // The client has left in the meantime.
        }
    }

    private void Settle(Exchange exchange)
    {
        if (!exchange.Snapshot.Setup.Config.LogRequests || !log.IsEnabled(LogLevel.Information))
            return;
        var report = exchange.Report;
        Answered(log, exchange.Id, exchange.Surface.Path, exchange.Model, exchange.Head?.Model ?? "", exchange.Status,
            (exchange.Failure ?? report?.Failure)?.Kind.ToString() ?? (report?.Abandoned == true ? "abandoned" : "ok"),
            (long)time.GetElapsedTime(exchange.Started).TotalMilliseconds, report?.Usage?.Input, report?.Usage?.Output,
            report?.Usd);
    }

    private static CallFailure TooMany(int most) => Refusal.Of(CallFailureKind.Overloaded,
        $"The gateway already answers {most} calls, as many as it may. Try again shortly.") with
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    [LoggerMessage(Level = LogLevel.Information,
        Message = "{Id} POST {Path} {Model} -> {Link} {Status} {Outcome} {Milliseconds} ms in {Input} out {Output} usd {Usd}")]
    private static partial void Answered(ILogger log, string id, string path, string model, string link, int status,
        string outcome, long milliseconds, long? input, long? output, decimal? usd);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Id} asks {Body}")]
    private static partial void Prompt(ILogger log, string id, string body);

    [LoggerMessage(Level = LogLevel.Error, Message = "the answer of {Id} could not be kept: {Why}")]
    private static partial void NotKept(ILogger log, string id, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Id} ended in a mistake of the gateway")]
    private static partial void Mistake(ILogger log, Exception mistake, string id);
}
