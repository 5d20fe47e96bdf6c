using System.Net.Http.Headers;
using Tako.Models.Wire;

namespace Tako.Models.Calls;

/// <summary>
/// One try of a call: sends the request, then gives one frame after another until the answer is whole or broken. Every
/// foreign exception is translated here, once.
/// </summary>
internal sealed class Attempt(
    ProviderEndpoint endpoint, WireProtocol protocol, HttpMessageInvoker http, CallRun run, CallLimits limits,
        TimeProvider time,
    CancellationToken caller) : IAsyncDisposable
{
    private const int ReadBytes = 16 * 1024;
    private const int ErrorBytes = 64 * 1024;
    private const int MalformedFrames = 3;
    private readonly CallDeadlines _deadlines = new(time, caller);
    private readonly SseParser _parser = new(limits.LineBytes);
    private readonly OutputMeter _meter = new(run.MaxOutput);
    private readonly Queue<Frame> _frames = [];
    private readonly byte[] _buffer = new byte[ReadBytes];
    private HttpResponseMessage? _response;
    private Stream? _stream;
    private long _bytes;
    private int _malformed;
    private bool _content;
    private bool _finished;
    private bool _done;

    /// <summary>The next frame, the end, or why there is none.</summary>
    public async ValueTask<AttemptStep> NextAsync()
    {
        try
        {
            if (_done)
                return new AttemptStep.Done();
            if (_response is null && await OpenAsync() is { } refused)
                return refused;
            return IsStream() ? await NextEventAsync() : await WholeAsync();
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested
            && _deadlines.Passed is not Deadline.None)
        {
            return _finished ? new AttemptStep.Done() : FailureWords.OfDeadline(endpoint, _deadlines.Passed, limits);
        }
        catch (MalformedFrameException wrong)
        {
            return FailureWords.OfMalformed(endpoint, wrong.Message);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            return _finished ? new AttemptStep.Done() : FailureWords.OfNetwork(endpoint, broken, _response is not null);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_stream is not null)
            await _stream.DisposeAsync();
        _response?.Dispose();
        _deadlines.Dispose();
    }

    private async ValueTask<AttemptStep.Broken?> OpenAsync()
    {
        _deadlines.StartWhole(limits.Whole);
        if (run.Streamed)
            _deadlines.StartFirstContent(limits.FirstContent);
        using var request = new HttpRequestMessage(HttpMethod.Post, protocol.Address(endpoint));
        request.Content = new ReadOnlyMemoryContent(run.Body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("Accept", run.Streamed ? "text/event-stream" : "application/json");
        protocol.Authorize(request, endpoint);
        var response = await http.SendAsync(request, _deadlines.Token);
        _stream = await response.Content.ReadAsStreamAsync(_deadlines.Token);
        if (response.IsSuccessStatusCode)
        {
            _response = response;
            return null;
        }

        using (response)
        {
            var body = await ReadErrorAsync(_stream);
            return FailureWords.OfStatus(endpoint, (int)response.StatusCode, protocol.ReadError(body),
                RetryAfter.Read(response.Headers, time));
        }
    }

    // A few servers stream without saying so; others answer whole although a stream was asked for.
    private bool IsStream() => _response!.Content.Headers.ContentType?.MediaType switch
    {
        "text/event-stream" => true,
        null or "text/plain" => run.Streamed,
        _ => false,
    };

    private async ValueTask<AttemptStep> NextEventAsync()
    {
        while (true)
        {
            while (_frames.TryDequeue(out var frame))
            {
                if (Look(frame) is { } step)
                    return step;
            }

            if (_finished)
                _deadlines.NextPiece(Deadline.Trailing, limits.Trailing);
            else if (_content)
                _deadlines.NextPiece(Deadline.Idle, limits.Idle);
            var read = await _stream!.ReadAsync(_buffer, _deadlines.Token);
            _bytes += read;
            if (_bytes > limits.AnswerBytes)
                return FailureWords.OfEndless(endpoint, $"{limits.AnswerBytes} bytes");
            if (read > 0)
            {
                _parser.Feed(_buffer.AsSpan(0, read), _frames);
                continue;
            }

            _parser.Complete(_frames);
            if (_frames.Count == 0)
                return End();
        }
    }

    // What a frame leads to, or null when it is passed over.
    private AttemptStep? Look(Frame frame)
    {
        IReadOnlyList<Delta> view;
        try
        {
            view = frame.View(protocol);
        }
        catch (MalformedFrameException) when (++_malformed <= MalformedFrames && !MayHoldContent(frame))
        {
            return null;
        }

        var content = false;
        foreach (var delta in view)
        {
            switch (delta)
            {
                case Delta.Failed failed:
                    return FailureWords.OfError(endpoint, failed.Error);
                case Delta.End:
                    return End();
                case Delta.Finish:
                    _finished = true;
                    break;
                default:
                    content |= delta.IsContent;
                    break;
            }
        }

        if (content && !_content)
        {
            _content = true;
            _deadlines.HasContent();
        }

        if (content && _meter.Take(view) is { } limit)
            return FailureWords.OfEndless(endpoint, limit);
        return new AttemptStep.Next(frame, content);
    }

    // A broken frame that named words or a tool call may have held a part of the answer: to pass it over would lose
    // them silently.
    private static bool MayHoldContent(Frame frame)
    {
        var data = frame.Data.Span;
        return data.IndexOf("\"content\""u8) >= 0 || data.IndexOf("\"text\""u8) >= 0
            || data.IndexOf("\"tool_calls\""u8) >= 0
            || data.IndexOf("_delta\""u8) >= 0 || data.IndexOf("\"finish_reason\":\""u8) >= 0;
    }

    private AttemptStep End()
    {
        _done = true;
        return _finished ? new AttemptStep.Done() : FailureWords.OfCut(endpoint);
    }

    private async ValueTask<AttemptStep> WholeAsync()
    {
        using var body = new MemoryStream();
        int read;
        while ((read = await _stream!.ReadAsync(_buffer, _deadlines.Token)) > 0)
        {
            if (body.Length + read > limits.AnswerBytes)
                return FailureWords.OfEndless(endpoint, $"{limits.AnswerBytes} bytes");
            body.Write(_buffer, 0, read);
        }

        var bytes = body.ToArray();
        var frame = new Frame(bytes, "", bytes, whole: true);
        var view = frame.View(protocol);
        if (view.OfType<Delta.Failed>().FirstOrDefault() is { } failed)
            return FailureWords.OfError(endpoint, failed.Error);
        _done = true;
        return new AttemptStep.Next(frame, HasContent: true);
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadErrorAsync(Stream stream)
    {
        var body = new byte[ErrorBytes];
        var length = 0;
        try
        {
            int read;
            while (length < body.Length && (read = await stream.ReadAsync(body.AsMemory(length), _deadlines.Token)) > 0)
                length += read;
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            // The status says enough.
        }

        return body.AsMemory(0, length);
    }
}
