using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Tako.Core.Ledger;
using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Models.Wire;
using Tako.Reflexes.Audit;
using Tako.Server.Reflexes;
using Tako.Server.Responses;

namespace Tako.Server.Gateway;

/// <summary>
/// Takes a model call: looks whether it may come in (1), reads its body (2) and what it asks for (3), reserves what it may
/// use (4), asks the route (5), sends the answer as it comes (6), and settles and logs the call, however it ended (7).
/// </summary>
internal sealed class CallEndpoint(CallParts parts)
{
    private readonly AnswerPipe _pipe = new(parts.Time);
    private readonly CallLog _log = new(parts.Log, parts.Time);
    private readonly Admitting _admitting = new(parts.Admission);

    public async Task HandleAsync(HttpContext http, Surface surface)
    {
        var started = parts.Time.GetTimestamp();
        var snapshot = parts.State.Enter();
        var begun = parts.State.TryBegin(snapshot.Setup.Config.Streams);
        using var exchange = new Exchange
        {
            Http = http,
            Surface = surface,
            Snapshot = snapshot,
            Id = parts.Ids.NewShort("r"),
            Started = started,
            Ending = CancellationTokenSource.CreateLinkedTokenSource(Leaving(http), parts.State.Ending),
        };
        try
        {
            http.Response.Headers[OwnHeaders.Request] = exchange.Id;
            if (!begun)
                await _pipe.RefuseAsync(exchange, TooMany(snapshot.Setup.Config.Streams));
            else if (await AskAsync(exchange) is { } refusal)
                await _pipe.RefuseAsync(exchange, refusal);
        }
        catch (OperationCanceledException) when (exchange.Unread || exchange.Token.IsCancellationRequested)
        {
            await LeftAsync(exchange);
        }
        catch (BadHttpRequestException wrong)
        {
            await BrokenAsync(exchange, Refusal.BadRequest($"The request cannot be read: {wrong.Message}", wrong.StatusCode));
        }
        catch (Exception wrong)
        {
            _log.Mistake(exchange, wrong);
            await BrokenAsync(exchange, Refusal.BadRequest($"The gateway made a mistake; its log tells more of {exchange.Id}.", 500));
        }
        finally
        {
            Settle(exchange);
            Tell(exchange);
            if (exchange.Span is { } span)
                parts.Telemetry.End(span, exchange.Head, exchange.Report ?? Left(exchange), exchange.Failure);
            if (begun)
                parts.State.End();
            snapshot.Leave();
            _log.Ended(exchange);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<CallFailure?> AskAsync(Exchange exchange)
    {
        var (http, config) = (exchange.Http, exchange.Snapshot.Setup.Config);
        if (Entry.Refuse(http, config) is { } closed)
            return closed;
        (exchange.Key, var stranger) = await parts.Keys.OpenAsync(http, config);
        if (stranger is not null)
            return stranger;
        if (AccessDoor.Look(exchange.Snapshot.Setup, exchange.Key) is { } barred)
            return AccessDoor.Close(exchange, barred);
        if (!await exchange.Body.ReadAsync(http.Request, config.BodyLimit, exchange.Token))
        {
            http.Response.Headers.Connection = "close";
            return Refusal.Of(CallFailureKind.TooLarge,
                $"The request is larger than the {config.BodyLimit} bytes that this gateway takes.");
        }

        if (Read(exchange, out var head) is { } unreadable)
            return unreadable;
        if (AccessDoor.Look(exchange.Snapshot.Setup, head, exchange.Body.Bytes.Span) is { } user)
            return AccessDoor.Close(exchange, user);
        if (await LookAsync(exchange) is not RequestVerdict.Pass and var verdict)
        {
            if (Take(exchange, verdict) is { } blocked)
                return blocked;
            if (Read(exchange, out head) is { } broken)
                return broken;
        }

        var (terms, unclear) = CallHeaders.Read(http.Request.Headers);
        if (unclear is not null)
            return Refusal.BadRequest(unclear);
        exchange.Model = exchange.Snapshot.Name(head.ModelName(exchange.Body.Bytes.Span));
        exchange.Streamed = head.Stream;
        if (config.LogPrompts)
            _log.Prompt(exchange);
        if (exchange.Surface == Surface.Responses)
        {
            (exchange.Turn, var refused) = await parts.Responses.BeginAsync(exchange, head);
            if (refused is not null)
                return refused;
        }

        if (_admitting.Admit(exchange, head, terms.Tags) is { } limited)
            return limited;
        return await AnswerAsync(exchange, new ModelCall
        {
            Model = exchange.Model,
            Operation = exchange.Surface.Operation,
            Wire = exchange.Surface.Wire,
            Body = exchange.Turn?.Body ?? exchange.Body.Bytes,
            Streamed = head.Stream,
            Terms = Terms(exchange, terms),
        });
    }

    // A request's own token would be made anew for each of them; with HTTP/1.1 the client leaves when its connection ends.
    private static CancellationToken Leaving(HttpContext http) =>
        http.Features.Get<IConnectionLifetimeFeature>()?.ConnectionClosed ?? http.RequestAborted;

    private static async ValueTask<RequestVerdict> LookAsync(Exchange exchange)
    {
        if (exchange.Snapshot.Setup.Reflexes is not { } policy)
            return exchange.Snapshot.Reflexes.Inspect(exchange.Body.Bytes);
        var session = exchange.Http.Request.Headers.TryGetValue(CallHeaders.Session, out var named) ? named.ToString() : null;
        exchange.Reflexes = await policy.BeginAsync(KeyDoor.Tenant(exchange.Key), session, exchange.Id, exchange.Token);
        var verdict = exchange.Reflexes.Request(exchange.Body.Bytes);
        // Before a model sees a token: an answer that comes after a restart still finds its value.
        await exchange.Reflexes.Save();
        return verdict;
    }

    private static CallFailure? Read(Exchange exchange, out RequestHead head)
    {
        if (RequestHead.Read(exchange.Body.Bytes.Span, exchange.Surface.Wire, out head) is not { } wrong)
            return null;
        exchange.Field = wrong.Path.Length > 0 ? wrong.Path : null;
        return Refusal.BadRequest(wrong.Path.Length > 0 ? $"'{wrong.Path}' {wrong.Message}." : wrong.Message);
    }

    private static CallFailure? Take(Exchange exchange, RequestVerdict verdict)
    {
        switch (verdict)
        {
            case RequestVerdict.Block block:
                exchange.Http.Response.Headers[OwnHeaders.Reflex] = block.Reflex;
                return Refusal.Of(CallFailureKind.ContentPolicy, $"The reflex '{block.Reflex}' refuses it: {block.Reason}");
            case RequestVerdict.Rewrite rewrite:
                exchange.Http.Response.Headers[OwnHeaders.Reflex] = $"{rewrite.Reflex}; {HeaderText.Number(rewrite.Findings)}";
                exchange.Body.Replace(rewrite.Body);
                return null;
            default:
                return null;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<CallFailure?> AnswerAsync(Exchange exchange, ModelCall call)
    {
        exchange.Span = parts.Telemetry.Begin(call, CallHeaders.Parent(exchange.Http.Request.Headers));
        var answer = await exchange.Snapshot.Route.StartAsync(call, exchange.Token);
        try
        {
            // Heads and reports are made anew each time they are asked for.
            var head = exchange.Head = answer.Head;
            OwnHeaders.Write(exchange.Http.Response.Headers, head);
            if (answer.Refusal is { } refusal)
                return refusal;
            if (head.Cached)
                exchange.Turn?.Rename(parts.Ids.NewShort("resp"));
            if (answer.Streamed)
                await _pipe.StreamAsync(exchange, answer);
            else
                await _pipe.WholeAsync(exchange, answer);
            return null;
        }
        finally
        {
            await answer.DisposeAsync();
            if (!exchange.Ended)
                (exchange.Head, exchange.Report) = (answer.Head, answer.Report);
            if (exchange.Turn is { } turn)
                await KeptAsync(turn, exchange);
        }
    }

    private static CallTerms Terms(Exchange exchange, CallTerms asked)
    {
        var ticket = exchange.Ticket!;
        var least = asked.MostUsd is null || ticket.UsdLeft < asked.MostUsd ? ticket.UsdLeft ?? asked.MostUsd : asked.MostUsd;
        return asked with
        {
            Tenant = KeyDoor.Tenant(exchange.Key),
            Tags = ticket.Tags,
            BudgetLeft = ticket.BudgetLeft,
            MostUsd = least,
        };
    }

    private async ValueTask KeptAsync(ResponseTurn turn, Exchange exchange)
    {
        try
        {
            await turn.Kept;
        }
        catch (LedgerUnavailableException wrong)
        {
            _log.NotKept(exchange, wrong.Message);
        }
    }

    // Either the client left, and nobody reads; or the gateway ends, and the client is told.
    private async ValueTask LeftAsync(Exchange exchange)
    {
        exchange.Left = true;
        if (exchange.Unread || Leaving(exchange.Http).IsCancellationRequested)
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

    // A call that was left before anything of its answer was there has no report of its own. One that ended in a mistake
    // has none either: its ticket is disposed of, which charges what was reserved.
    private void Settle(Exchange exchange)
    {
        if (exchange.Ticket is not { } ticket)
            return;
        if (exchange is { Report: { } report, Head: { } head })
        {
            ticket.Settle(report, head);
        }
        else if (exchange.Left)
        {
            ticket.Settle(Left(exchange)!, new AnswerHead { Attempts = 1 });
        }

        ticket.Dispose();
    }

    private void Tell(Exchange exchange)
    {
        if (exchange is { Barred: { } barred, Snapshot.Setup.Reflexes: { } policy })
        {
            parts.Reflexes.Write(AccessDoor.Event(exchange, barred, policy.Policy.Version, parts.Time.GetUtcNow()));
            return;
        }

        if (exchange.Reflexes is not { Acted.Count: > 0 } reflexes)
            return;
        parts.Reflexes.Write(new ReflexActed
        {
            At = parts.Time.GetUtcNow(),
            Request = exchange.Id,
            Key = exchange.Key?.Id,
            Model = exchange.Snapshot.Find(exchange.Model)?.Name ?? "",
            Decision = reflexes.Decision.ToString().ToLowerInvariant(),
            Policy = reflexes.Reflexes.Policy.Version,
            Findings = ReflexActed.PartsOf(reflexes.Acted),
        });
    }

    private CallReport? Left(Exchange exchange) => exchange.Left
        ? new CallReport { Elapsed = parts.Time.GetElapsedTime(exchange.Started), Abandoned = true }
        : null;

    private static CallFailure TooMany(int most) => Refusal.Of(CallFailureKind.Overloaded,
        $"The gateway already answers {most} calls, as many as it may. Try again shortly.") with
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };
}
