using System.Runtime.CompilerServices;
using Tako.Models.Pricing;
using Tako.Models.Wire;

namespace Tako.Models.Calls;

/// <summary>
/// One try of a call: sends the request, then gives one frame after another until the answer is whole or broken. Every
/// foreign exception is translated here, once.
/// </summary>
/// <param name="passes">The caller speaks the same protocol, and nobody looks into a whole answer.</param>
internal sealed class Attempt(PlanLink link, AttemptRequest asked, CallOperation operation, bool passes, CallClock clock,
    TimeProvider time, CancellationToken caller) : IAsyncDisposable
{
    private const int ErrorBytes = 64 * 1024;
    private const int LeastRead = 2048;
    private const int MostAtOnce = 1024 * 1024;
    private const int MalformedFrames = 3;
    private readonly ProviderEndpoint _endpoint = link.Endpoint;
    private readonly CallLimits _limits = link.Limits;
    private SseReader? _events;
    private Frame? _event;
    private PeekMemo? _peeks;
    private PooledBuffer? _body;
    private OutputMeter _meter = new(asked.MaxOutput);
    private HttpResponseMessage? _response;
    private Stream? _stream;
    private long _bytes;
    private int _malformed;
    private int _finishes;
    private bool _content;
    private bool _finished;
    private bool _closed;
    private bool _done;

    /// <summary>The answer comes as events; false for one whole body.</summary>
    public bool IsStream { get; private set; }

    /// <summary>The usage of a whole body that was only glanced at.</summary>
    public ReportedUsage? PlainUsage { get; private set; }

    /// <summary>The next frame, the end, or why there is none.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<AttemptStep> NextAsync()
    {
        try
        {
            if (_done)
                return AttemptStep.Done;
            if (_response is null && await OpenAsync() is { } refused)
                return refused;
            return IsStream ? await NextEventAsync() : await WholeAsync();
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested && clock.Passed is not Deadline.None)
        {
            return Ended() ?? (clock.Passed == Deadline.Call
                ? new Broken(FailureWords.OfCallTime(_endpoint, _limits.Call), MayRepeat: false, MayMoveOn: false)
                : FailureWords.OfDeadline(_endpoint, clock.Passed, _limits, alive: _response is not null));
        }
        catch (MalformedFrameException wrong)
        {
            return FailureWords.OfMalformed(_endpoint, wrong.Message);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            return Ended() ?? FailureWords.OfNetwork(_endpoint, broken, _response is not null);
        }
    }

    public async ValueTask DisposeAsync()
    {
        clock.EndAttempt();
        if (_stream is not null)
            await _stream.DisposeAsync();
        _response?.Dispose();
        _events?.Dispose();
        _body?.Return();
    }

    // After the finish reason nothing that is missing makes the answer less whole.
    private AttemptStep? Ended()
    {
        _done = _finished;
        return _finished ? AttemptStep.Done : default(AttemptStep?);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Broken?> OpenAsync()
    {
        // A stream that goes on and on is bounded by its pieces and by the call.
        clock.StartAttempt(asked.Streamed ? Timeout.InfiniteTimeSpan : _limits.Answer, asked.Streamed ? _limits.FirstContent : null);
        using var request = new HttpRequestMessage(HttpMethod.Post, asked.Address);
        request.Content = new ReadOnlyMemoryContent(asked.Body);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.TryAddWithoutValidation("Accept", asked.Streamed ? "text/event-stream" : "application/json");
        link.Protocol.Authorize(request, _endpoint);
        var response = await link.Http.SendAsync(request, clock.Token);
        _stream = await response.Content.ReadAsStreamAsync(clock.Token);
        if (response.IsSuccessStatusCode)
        {
            _response = response;
            IsStream = SaysStream(response);
            return null;
        }

        using (response)
        {
            var body = await ReadErrorAsync(_stream);
            return FailureWords.OfStatus(_endpoint, (int)response.StatusCode, link.Protocol.ReadError(body),
                RetryAfter.Read(response.Headers, time));
        }
    }

    // A few servers stream without saying so; others answer whole although a stream was asked for.
    private bool SaysStream(HttpResponseMessage response)
    {
        // As it came: to have it parsed makes objects that nobody reads.
        var type = response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var told) ? told.ToString() : "";
        var word = type.AsSpan(0, type.IndexOf(';') is >= 0 and var end ? end : type.Length).Trim();
        return word.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase)
            || (asked.Streamed && (word.IsEmpty || word.Equals("text/plain", StringComparison.OrdinalIgnoreCase)));
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptStep> NextEventAsync()
    {
        var events = _events ??= new SseReader(_limits.LineBytes);
        while (true)
        {
            while (events.TryNext(out var next))
            {
                if (Look((_event ??= new Frame(default, "", default, whole: false)).Next(next.Raw, next.Payload)) is { } step)
                    return step;
            }

            if (_closed)
                return End();
            if (_finished)
                clock.NextPiece(Deadline.Trailing, _limits.Trailing);
            else if (_content)
                clock.NextPiece(Deadline.Idle, _limits.Idle);
            var read = await _stream!.ReadAsync(events.Room(), clock.Token);
            // However long the caller takes with a piece, the provider is not still.
            clock.HasPiece();
            events.Advance(read);
            _bytes += read;
            if (_bytes > _limits.AnswerBytes)
                return FailureWords.OfEndless(_endpoint, $"{_limits.AnswerBytes} bytes");
            _closed = read == 0;
            if (_closed)
                events.Complete();
        }
    }

    // What a frame leads to, or null when it is passed over.
    private AttemptStep? Look(Frame frame)
    {
        FramePeek peek;
        try
        {
            peek = (_peeks ??= new PeekMemo(link.Protocol)).Of(frame.Data);
        }
        catch (MalformedFrameException) when (++_malformed <= MalformedFrames && !MayHoldContent(frame))
        {
            return null;
        }

        if (peek.Has(FrameSigns.Failed))
            return FailureWords.OfError(_endpoint, Failed(frame));
        _finishes += peek.Has(FrameSigns.Finish) ? 1 : 0;
        _finished = _finishes >= asked.Choices;
        if (peek.HasContent)
        {
            if (!_content)
                clock.HasContent();
            _content = true;
            if (_meter.Take(peek.ContentBytes) is { } limit)
                return FailureWords.OfEndless(_endpoint, limit);
        }

        return peek.Has(FrameSigns.End) ? End(frame, peek) : new AttemptStep(frame, peek, null);
    }

    private ProviderError Failed(Frame frame) =>
        frame.View(link.Protocol).OfType<Delta.Failed>().FirstOrDefault()?.Error ?? ProviderError.None;

    // A broken frame that named words or a tool call may have held a part of the answer: to pass it over would lose
    // them silently.
    private static bool MayHoldContent(Frame frame)
    {
        var data = frame.Data.Span;
        return data.IndexOf("\"content\""u8) >= 0 || data.IndexOf("\"text\""u8) >= 0
            || data.IndexOf("\"tool_calls\""u8) >= 0
            || data.IndexOf("_delta\""u8) >= 0 || data.IndexOf(".delta\""u8) >= 0
            || data.IndexOf("\"finish_reason\":\""u8) >= 0;
    }

    private AttemptStep End(Frame? mark = null, FramePeek peek = default)
    {
        _done = true;
        return _finished || (mark is not null && _finishes > 0) ? new AttemptStep(mark, peek, null) : FailureWords.OfCut(_endpoint);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptStep> WholeAsync()
    {
        var body = _body = new PooledBuffer((int)Math.Clamp(_response!.Content.Headers.ContentLength ?? 0, LeastRead, MostAtOnce));
        int read;
        while ((read = await _stream!.ReadAsync(body.GetMemory(LeastRead), clock.Token)) > 0)
        {
            body.Advance(read);
            if (body.Count > _limits.AnswerBytes)
                return FailureWords.OfEndless(_endpoint, $"{_limits.AnswerBytes} bytes");
        }

        var frame = new Frame(body.Written, "", body.Written, whole: true);
        _done = true;
        if (operation != CallOperation.Generate)
        {
            PlainUsage = PlainBody.Usage(body.Written, operation, out var isError);
            return isError ? FailureWords.OfError(_endpoint, link.Protocol.ReadError(body.Written)) : new AttemptStep(frame, default, null);
        }

        PlainUsage = passes && !asked.Streamed ? PlainBody.Glance(body.Written, link.Protocol.Kind) : null;
        var peek = PlainUsage is not null ? new FramePeek(FrameSigns.Text | FrameSigns.Finish, default, 0)
            : new FramePeek(frame.View(link.Protocol));
        return peek.Has(FrameSigns.Failed) ? FailureWords.OfError(_endpoint, Failed(frame))
            : peek.Has(FrameSigns.Finish) ? new AttemptStep(frame, peek, null)
            : FailureWords.OfCut(_endpoint);
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadErrorAsync(Stream stream)
    {
        var body = new byte[ErrorBytes];
        var length = 0;
        try
        {
            int read;
            while (length < body.Length && (read = await stream.ReadAsync(body.AsMemory(length), clock.Token)) > 0)
                length += read;
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            // The status says enough.
        }

        return body.AsMemory(0, length);
    }
}
