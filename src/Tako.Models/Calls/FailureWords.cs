using System.Globalization;
using System.Net.Sockets;
using Tako.Core.Faults;
using Tako.Models.Failures;
using Tako.Models.Wire;

namespace Tako.Models.Calls;

/// <summary>Turns what went wrong into a classified failure whose message says the way out. No word of it comes from a
/// prompt or a key.</summary>
internal static class FailureWords
{
    /// <summary>A kind as it stands in headers and reports.</summary>
    public static string Name(CallFailureKind kind) => kind switch
    {
        CallFailureKind.RateLimited => "rate limited",
        CallFailureKind.Overloaded => "overloaded",
        CallFailureKind.Network => "network",
        CallFailureKind.Silent => "silent",
        CallFailureKind.ContextTooLong => "context too long",
        CallFailureKind.ContentPolicy => "content policy",
        CallFailureKind.BadKey => "bad key",
        CallFailureKind.BadRequest => "bad request",
        CallFailureKind.Malformed => "malformed",
        CallFailureKind.Endless => "endless",
        CallFailureKind.Cut => "cut",
        CallFailureKind.ServerError => "server error",
        CallFailureKind.SlowStart => "slow start",
        CallFailureKind.Stalled => "stalled",
        CallFailureKind.SchemaViolation => "schema violation",
        CallFailureKind.LowQuality => "low quality",
        _ => kind.ToString(),
    };

    /// <summary>The caller's own request is no request.</summary>
    public static CallFailure OfBody(string model, Fault fault) => new()
    {
        Kind = CallFailureKind.BadRequest,
        Message = fault.Path.Length > 0 ? $"{fault.Path} {fault.Message}" : fault.Message,
        Provider = "",
        Model = model,
    };

    /// <summary>The server answered with a status that is not success.</summary>
    public static Broken OfStatus(ProviderEndpoint endpoint, int status, ProviderError error,
        TimeSpan? retryAfter)
    {
        var (kind, message) = (status, error) switch
        {
            (_, { SaysTooLong: true }) or (413, _) => TooLong(endpoint),
            (429, { SaysNoQuota: true }) or (402, _) => NoQuota(endpoint),
            (429, _) => RateLimited(endpoint, retryAfter),
            (401 or 403, _) => BadKey(endpoint, status),
            (400 or 422, { SaysRefused: true }) => Refused(endpoint),
            (400, { SaysNoQuota: true }) => NoQuota(endpoint),
            (404, _) => (CallFailureKind.BadRequest,
                $"{Server(endpoint)} does not know the model '{endpoint.Model.UpstreamId}' (404{Code(error)}). "
                + "Check its id, that it is pulled or deployed there, and that the base address includes the API's path (often /v1)."),
            ( >= 300 and < 400, _) => (CallFailureKind.BadRequest,
                $"{Server(endpoint)} redirects elsewhere ({status}). Set baseAddress to where the API really is."),
            (408 or 409 or 425 or 503 or 529, _) => Overloaded(endpoint, $"{status}{Code(error)}"),
            ( >= 500, _) => ServerError(endpoint, $"{status}{Code(error)}"),
            _ => (CallFailureKind.BadRequest,
                $"{Server(endpoint)} refuses the request for '{endpoint.Model.Name}' ({status}{Code(error)}). "
                + "Check the model's capabilities and limits in the configuration."),
        };
        var failure = endpoint.Failure(kind, message) with { Status = status, RetryAfter = retryAfter };
        var policy = FailurePolicy.Of(kind);
        return new Broken(failure, policy.Repeat && !error.SaysNoQuota && status != 402,
            // Whoever is not there, or does not know the model, says nothing about the request.
            policy.MoveOn || status is 404 or (>= 300 and < 400));
    }

    /// <summary>A failure told inside an answer that had begun well.</summary>
    public static Broken OfError(ProviderEndpoint endpoint, ProviderError error)
    {
        var (kind, message) = error switch
        {
            { SaysTooLong: true } => TooLong(endpoint),
            { SaysRefused: true } => Refused(endpoint),
            { SaysNoQuota: true } => NoQuota(endpoint),
            _ when error.Has("rate_limit") => RateLimited(endpoint, null),
            _ when error.Has("authentication") || error.Has("permission") => BadKey(endpoint, 0),
            _ when error.Has("invalid_request") => (CallFailureKind.BadRequest,
                $"{Server(endpoint)} refuses the request for '{endpoint.Model.Name}'{Code(error)}. " +
                "Check the model's capabilities and limits."),
            _ when error.Has("overloaded") => Overloaded(endpoint, $"an error inside the answer{Code(error)}"),
            _ => ServerError(endpoint, $"an error inside the answer{Code(error)}"),
        };
        return Broken(endpoint, kind, message, repeat: !error.SaysNoQuota);
    }

    public static Broken OfDeadline(ProviderEndpoint endpoint, Deadline passed, CallLimits limits, bool alive)
    {
        var (kind, what, limit) = passed switch
        {
            Deadline.FirstContent => (alive ? CallFailureKind.SlowStart : CallFailureKind.Silent, "sent no content",
                limits.FirstContent),
            Deadline.Idle => (CallFailureKind.Stalled, "stopped sending in the middle of its answer", limits.Idle),
            _ => (CallFailureKind.Silent, "was not done", limits.Answer),
        };
        return Broken(endpoint, kind, $"{Server(endpoint)} {what} within {Seconds(limit)} s for '{endpoint.Model.Name}'. "
            + "Check that the server is healthy, choose another model, or allow more time.");
    }

    /// <summary>The time of the whole call is over.</summary>
    public static CallFailure OfCallTime(ProviderEndpoint endpoint, TimeSpan limit) => endpoint.Failure(
        CallFailureKind.OutOfTime,
        $"The call to '{endpoint.Model.Name}' was not done within the {Seconds(limit)} s it may take in all. "
        + "Allow it more time, or choose a faster model.");

    public static Broken OfNetwork(ProviderEndpoint endpoint, Exception broken, bool begun)
    {
        if (begun)
            return OfCut(endpoint);
        var reason = broken switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } =>
                "its name cannot be resolved",
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
                "no secure connection could be made",
            { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } =>
                "nothing listens there",
            _ => "the connection failed or was broken off",
        };
        return Broken(endpoint, CallFailureKind.Network,
            $"{Server(endpoint)} cannot be reached: {reason}. Check baseAddress, that the server runs, and the network.");
    }

    public static Broken OfCut(ProviderEndpoint endpoint) => Broken(endpoint, CallFailureKind.Cut,
        $"{Server(endpoint)} broke off its answer for '{endpoint.Model.Name}' before it was finished. "
        + "Try again, or choose another model.");

    public static Broken OfMalformed(ProviderEndpoint endpoint, string what) => Broken(endpoint, CallFailureKind.Malformed,
        $"{Server(endpoint)} answered for '{endpoint.Model.Name}' with something that is not its protocol: {what}. "
        + "Check that baseAddress points at the API and that the provider's kind is right.");

    public static Broken OfEndless(ProviderEndpoint endpoint, string limit) => Broken(endpoint, CallFailureKind.Endless,
        $"'{endpoint.Model.Name}' on {Server(endpoint)} went on past {limit}; the answer was stopped. "
        + "Choose another model, or raise its maxOutput.");

    private static Broken Broken(ProviderEndpoint endpoint, CallFailureKind kind, string message, bool repeat = true)
    {
        var policy = FailurePolicy.Of(kind);
        return new Broken(endpoint.Failure(kind, message), policy.Repeat && repeat, policy.MoveOn);
    }

    private static (CallFailureKind Kind, string Message) TooLong(ProviderEndpoint endpoint) =>
        (CallFailureKind.ContextTooLong,
        $"The prompt is longer than '{endpoint.Model.Name}' can take"
        + (endpoint.Model.ContextWindow is { } window ? $" ({window} tokens)" : "")
            + ". Send less, or choose a model with a larger window.");

    private static (CallFailureKind Kind, string Message) Refused(ProviderEndpoint endpoint) =>
        (CallFailureKind.ContentPolicy,
        $"{Server(endpoint)} refuses this content by its policy. Rephrase the goal; the call is not tried elsewhere.");

    private static (CallFailureKind Kind, string Message) NoQuota(ProviderEndpoint endpoint) =>
        (CallFailureKind.RateLimited,
        $"The account at {Server(endpoint)} has no quota or credit left. Top it up, or choose another model.");

    private static (CallFailureKind Kind, string Message) RateLimited(ProviderEndpoint endpoint,
        TimeSpan? retryAfter) => (
        CallFailureKind.RateLimited, $"{Server(endpoint)} gets too many requests for '{endpoint.Model.Name}'"
        + (retryAfter is { } wait ? $" and asks to wait {Seconds(wait)} s" : "")
            + ". Try later, or choose another model.");

    private static (CallFailureKind Kind, string Message) BadKey(ProviderEndpoint endpoint, int status) =>
        (CallFailureKind.BadKey,
        $"{Server(endpoint)} does not accept {(endpoint.Provider.Key is { } key ? $"the key '{key.Name}'" : "a call without a key")}"
        + (status > 0 ? $" ({status})" : "") + ". Set a valid key that may use this model.");

    private static (CallFailureKind Kind, string Message) Overloaded(ProviderEndpoint endpoint, string what) =>
        (CallFailureKind.Overloaded,
        $"{Server(endpoint)} could not answer for '{endpoint.Model.Name}' ({what}). Try later, or choose another model.");

    private static (CallFailureKind Kind, string Message) ServerError(ProviderEndpoint endpoint, string what) =>
        (CallFailureKind.ServerError,
        $"{Server(endpoint)} broke while it answered for '{endpoint.Model.Name}' ({what}). Try later, or choose another model.");

    private static string Server(ProviderEndpoint endpoint) =>
        $"Provider '{endpoint.Provider.Name}' at {endpoint.Host}";

    private static string Code(ProviderError error) => (error.Code ?? error.Type, error.Parameter) switch
    {
        (null, null) => "",
        ({ } code, { } parameter) => $" {code}, {parameter}",
        var (code, parameter) => $" {code ?? parameter}",
    };

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
