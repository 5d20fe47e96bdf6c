using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Tako.Models.Calls;
using Tako.Models.Failures;

namespace Tako.Server.Telemetry;

/// <summary>
/// Tells of every call, as OpenTelemetry's conventions for generative AI have it: a span, its duration, its tokens, the time to its
/// first content, and how much of all that time was Tako's own. No prompt and no key is in it unless prompts are asked for.
/// </summary>
public sealed class GatewayTelemetry : IDisposable
{
    /// <summary>Name of the source of spans and of the meter.</summary>
    public const string Name = "Tako.Gateway";

    /// <summary>Of a request's body, where prompts are asked for.</summary>
    private const int MostBodyBytes = 64 * 1024;

    private const string Unknown = "unknown";

    private readonly ActivitySource _source = new(Name);
    private readonly Meter _meter = new(Name);
    private readonly Histogram<double> _duration;
    private readonly Histogram<long> _tokens;
    private readonly Histogram<double> _first;
    private readonly Histogram<double> _overhead;
    private readonly TimeProvider _time;
    private readonly bool _prompts;
    private readonly Func<string, Uri?> _addressOf;

    /// <param name="addressOf">Where a provider is, by its configured name.</param>
    public GatewayTelemetry(TelemetryOptions options, TimeProvider time, Func<string, Uri?> addressOf)
    {
        (_time, _prompts, _addressOf) = (time, options.Prompts, addressOf);
        _duration = _meter.CreateHistogram("gen_ai.client.operation.duration", "s", "Time of a call from its begin to its end.",
            null, new InstrumentAdvice<double> { HistogramBucketBoundaries = GenAi.DurationBounds });
        _tokens = _meter.CreateHistogram("gen_ai.client.token.usage", "{token}", "Tokens of a call, read and written.",
            null, new InstrumentAdvice<long> { HistogramBucketBoundaries = GenAi.TokenBounds });
        _first = _meter.CreateHistogram("gen_ai.server.time_to_first_token", "s", "Time until the first content of an answer.",
            null, new InstrumentAdvice<double> { HistogramBucketBoundaries = GenAi.FirstTokenBounds });
        _overhead = _meter.CreateHistogram("tako.gateway.overhead", "s", "Of a call's time, what was not spent waiting for providers.",
            null, new InstrumentAdvice<double> { HistogramBucketBoundaries = GenAi.OverheadBounds });
    }

    /// <summary>A call begins; whatever is traced under it until its end belongs to its span.</summary>
    /// <param name="parent">The span of the caller, where it told one.</param>
    public CallSpan Begin(ModelCall call, ActivityContext parent = default)
    {
        var started = _time.GetTimestamp();
        if (!_source.HasListeners())
            return new CallSpan(null, call, started);
        var operation = GenAi.Word(call.Operation);
        var activity = parent == default
            ? _source.StartActivity($"{operation} {call.Model}", ActivityKind.Client)
            : _source.StartActivity($"{operation} {call.Model}", ActivityKind.Client, parent);
        if (activity is null)
            return new CallSpan(null, call, started);
        activity.SetTag(GenAi.Operation, operation);
        activity.SetTag(GenAi.RequestModel, call.Model);
        if (_prompts && activity.IsAllDataRequested)
        {
            activity.SetTag(GenAi.Body,
                Encoding.UTF8.GetString(call.Body.Span[..Math.Min(call.Body.Length, MostBodyBytes)]));
        }

        return new CallSpan(activity, call, started);
    }

    /// <summary>A call ended, however it did.</summary>
    /// <param name="head">Null when no route was asked.</param>
    /// <param name="failure">Where the call failed before or after its route; else the report's own failure counts.</param>
    public void End(CallSpan span, AnswerHead? head, CallReport? report, CallFailure? failure = null)
    {
        failure ??= report?.Failure;
        var elapsed = _time.GetElapsedTime(span.Started);
        var error = failure is { } why ? GenAi.Word(why.Kind) : report?.Abandoned == true ? "abandoned" : null;
        Measure(span.Call, head, report, elapsed, failure, error);
        if (span.Activity is not { } activity)
            return;
        if (activity.IsAllDataRequested)
            Describe(activity, head, report, error);
        activity.Dispose();
    }

    public void Dispose()
    {
        _source.Dispose();
        _meter.Dispose();
    }

    private void Measure(ModelCall call, AnswerHead? head, CallReport? report, TimeSpan elapsed, CallFailure? failure, string? error)
    {
        var tags = new TagList
        {
            { GenAi.Operation, GenAi.Word(call.Operation) },
            // Any name can be asked for; one that nobody configured must not make a series of its own.
            { GenAi.RequestModel, failure?.Kind is CallFailureKind.NotConfigured || head is null ? Unknown : call.Model },
            { GenAi.Provider, head is { Provider.Length: > 0 } ? head.Provider : Unknown },
        };
        _overhead.Record(Math.Max(0, (elapsed - (report?.Waited ?? TimeSpan.Zero)).TotalSeconds), tags);
        if (report is { FirstContent: { } first } && head is { Cached: false })
            _first.Record(first.TotalSeconds, tags);
        if (report?.Usage is { } usage && head is { Cached: false })
        {
            Tokens("input", usage.Input);
            Tokens("output", usage.Output);
        }

        if (error is not null)
            tags.Add(GenAi.ErrorType, error);
        _duration.Record(elapsed.TotalSeconds, tags);

        void Tokens(string type, long? count)
        {
            if (count is not { } known)
                return;
            var typed = tags;
            typed.Add(GenAi.TokenType, type);
            _tokens.Record(known, typed);
        }
    }

    private void Describe(Activity activity, AnswerHead? head, CallReport? report, string? error)
    {
        if (head is not null)
        {
            activity.SetTag(GenAi.Provider, head.Provider.Length > 0 ? head.Provider : Unknown);
            activity.SetTag(GenAi.Link, head.Link);
            activity.SetTag(GenAi.Attempts, head.Attempts);
            activity.SetTag(GenAi.Cache, head.Cache.Word());
            if (_addressOf(head.Provider) is { } address)
            {
                activity.SetTag(GenAi.ServerAddress, address.Host);
                activity.SetTag(GenAi.ServerPort, address.Port);
            }
        }

        if (report is not null)
        {
            Say(activity, GenAi.ResponseModel, report.AnsweredBy);
            Say(activity, GenAi.FinishReasons, report.Finish is { } finish ? new[] { finish } : null);
            Say(activity, GenAi.InputTokens, report.Usage?.Input);
            Say(activity, GenAi.OutputTokens, report.Usage?.Output);
            Say(activity, GenAi.CacheReadTokens, report.Usage?.CacheRead);
            Say(activity, GenAi.Cost, report.Usd is { } usd ? (double)usd : null);
            Say(activity, GenAi.Estimated, report.Estimated ? true : null);
            Say(activity, GenAi.Continued, report.Continued ? true : null);
        }

        if (error is null)
            return;
        activity.SetTag(GenAi.ErrorType, error);
        activity.SetStatus(ActivityStatusCode.Error, error);
    }

    private static void Say(Activity activity, string name, object? value)
    {
        if (value is not null)
            activity.SetTag(name, value);
    }
}
