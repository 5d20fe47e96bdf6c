using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Server.Reflexes;

namespace Tako.Server.Gateway;

/// <summary>Sends answers: frames one by one as they come, bodies whole, refusals in the client's protocol.</summary>
internal sealed class AnswerPipe(TimeProvider time)
{
    private static ReadOnlySpan<byte> EndMark => "data: [DONE]\n\n"u8;

    /// <summary>Sends a stream to its end; the report is complete afterwards.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask StreamAsync(Exchange exchange, CallAnswer answer)
    {
        var response = exchange.Http.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        response.Headers["x-accel-buffering"] = "no";
        exchange.Status = 200;
        exchange.Report = answer.Report;
        response.Headers[OwnHeaders.Overhead] = HeaderText.Number((long)Own(exchange).TotalMicroseconds);
        var writer = response.BodyWriter;
        // Clients stop reading at chat's end mark: what is known only at the end goes before it.
        var marked = false;
        var seen = exchange.Reflexes is { } reflexes ? new AnswerReflexes(reflexes) : null;
        while (await answer.NextAsync(exchange.Token))
        {
            if (marked = answer.Bytes.Span.SequenceEqual(EndMark))
                continue;
            var bytes = exchange.Turn is { } turn ? turn.Events(answer.Bytes) : answer.Bytes;
            if (seen is null)
                await SendAsync(exchange, writer, bytes);
            else if (!await SeenAsync(exchange, writer, seen, seen.Event(bytes)))
                return;
        }

        if (seen is not null && !await SeenAsync(exchange, writer, seen, seen.End()))
            return;

        (exchange.Head, exchange.Report, exchange.Ended) = (answer.Head, answer.Report, true);
        StreamTail.Write(exchange, Own(exchange), writer);
        if (marked)
            writer.Write(EndMark);
        await FlushAsync(exchange, writer.FlushAsync(CancellationToken.None));
    }

    /// <summary>Sends an answer that came as one body.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WholeAsync(Exchange exchange, CallAnswer answer)
    {
        if (!await answer.NextAsync(exchange.Token))
            throw new InvalidOperationException("An answer without a refusal has a body.");
        var response = exchange.Http.Response;
        response.ContentType = "application/json";
        var body = exchange.Turn is { } turn ? turn.Whole(answer.Bytes) : answer.Bytes;
        if (exchange.Reflexes is { } reflexes && new AnswerReflexes(reflexes) is var seen)
        {
            if (seen.Body(body) is not { } clean)
            {
                await RefuseAsync(exchange, Refused(seen));
                return;
            }

            body = clean;
        }

        response.ContentLength = body.Length;
        exchange.Status = 200;
        exchange.Report = answer.Report;
        OwnHeaders.Write(response.Headers, exchange.Report, Own(exchange));
        await SendAsync(exchange, response.BodyWriter, body);
    }

    // Sends an event as the reflexes let it through; false when they end the answer.
    private async ValueTask<bool> SeenAsync(Exchange exchange, PipeWriter writer, AnswerReflexes seen, ReadOnlyMemory<byte>? bytes)
    {
        if (bytes is not { } passed)
        {
            await FailAsync(exchange, Refused(seen));
            return false;
        }

        if (passed.Length > 0)
            await SendAsync(exchange, writer, passed);
        return true;
    }

    private static CallFailure Refused(AnswerReflexes seen) => Refusal.Of(CallFailureKind.ContentPolicy,
        $"The reflex '{seen.Blocked!.Reflex}' ends the answer: {seen.Blocked.Reason}");

    /// <summary>Says why there is no answer.</summary>
    public async ValueTask RefuseAsync(Exchange exchange, CallFailure failure)
    {
        exchange.Failure = failure;
        exchange.Status = RefusalBody.Status(failure, exchange.Surface.Wire);
        await RefusalBody.SendAsync(exchange.Http, failure, exchange.Surface.Wire, exchange.Id, exchange.Field);
    }

    /// <summary>Ends a stream that has begun with an error that no client takes for a whole answer.</summary>
    public async ValueTask FailAsync(Exchange exchange, CallFailure failure)
    {
        exchange.Failure = failure;
        var writer = exchange.Http.Response.BodyWriter;
        ErrorEvent.Write(failure, exchange.Surface.Wire, exchange.Id, writer);
        await FlushAsync(exchange, writer.FlushAsync(CancellationToken.None));
    }

    /// <summary>What this exchange took so far beside the waiting for providers.</summary>
    public TimeSpan Own(Exchange exchange)
    {
        var all = time.GetElapsedTime(exchange.Started);
        var waited = exchange.Report?.Waited ?? TimeSpan.Zero;
        return all > waited ? all - waited : TimeSpan.Zero;
    }

    private ValueTask SendAsync(Exchange exchange, PipeWriter writer, ReadOnlyMemory<byte> bytes) =>
        FlushAsync(exchange, writer.WriteAsync(bytes, exchange.Token));

    private ValueTask FlushAsync(Exchange exchange, ValueTask<FlushResult> flush) =>
        flush.IsCompletedSuccessfully ? Check(exchange, flush.Result) : UnreadAsync(exchange, flush.AsTask());

    // The client reads slower than is written. What it leaves unread for too long is not kept for it.
    private async ValueTask UnreadAsync(Exchange exchange, Task<FlushResult> flush)
    {
        try
        {
            await Check(exchange, await flush.WaitAsync(exchange.Snapshot.Setup.Config.Unread, time, CancellationToken.None));
        }
        catch (TimeoutException)
        {
            exchange.Http.Abort();
            throw Gone(exchange);
        }
    }

    private static ValueTask Check(Exchange exchange, FlushResult result) => result.IsCanceled || result.IsCompleted
        ? throw Gone(exchange)
        : ValueTask.CompletedTask;

    private static OperationCanceledException Gone(Exchange exchange)
    {
        exchange.Unread = true;
        return new OperationCanceledException("The client has left, or has stopped reading.");
    }
}
