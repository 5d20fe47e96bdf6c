using System.Globalization;
using System.Net.Sockets;
using Tako.Models.Failures;
using Tako.Models.Wire;

namespace Tako.Models.Calls;

/// <summary>Turns what went wrong into a classified failure whose message says the way out. No word of it comes from a
/// prompt or a key.</summary>
internal static class FailureWords
{
    /// <summary>The server answered with a status that is not success.</summary>
    public static AttemptStep.Broken OfStatus(ProviderEndpoint endpoint, int status, ProviderError error,
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
            (408 or 409 or 425 or >= 500, _) => Overloaded(endpoint, $"{status}{Code(error)}"),
            _ => (CallFailureKind.BadRequest,
                $"{Server(endpoint)} refuses the request for '{endpoint.Model.Name}' ({status}{Code(error)}). "
                + "Check the model's capabilities and limits in the configuration."),
        };
        var failure = endpoint.Failure(kind, message) with { Status = status, RetryAfter = retryAfter };
        return new AttemptStep.Broken(failure, MayRepeat(kind) && !error.SaysNoQuota && status != 402);
    }

    /// <summary>A failure told inside an answer that had begun well.</summary>
    public static AttemptStep.Broken OfError(ProviderEndpoint endpoint, ProviderError error)
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
            _ => Overloaded(endpoint, $"an error inside the answer{Code(error)}"),
        };
        return new AttemptStep.Broken(endpoint.Failure(kind, message), MayRepeat(kind) && !error.SaysNoQuota);
    }

    public static AttemptStep.Broken OfDeadline(ProviderEndpoint endpoint, Deadline passed, CallLimits limits)
    {
        var (what, limit) = passed switch
        {
            Deadline.FirstContent => ("sent no content", limits.FirstContent),
            Deadline.Idle => ("stopped sending in the middle of its answer", limits.Idle),
            _ => ("was not done", limits.Whole),
        };
        return new AttemptStep.Broken(endpoint.Failure(CallFailureKind.Silent,
            $"{Server(endpoint)} {what} within {Seconds(limit)} s for '{endpoint.Model.Name}'. "
            + "Check that the server is healthy, choose another model, or allow more time."), MayRepeat: false);
    }

    public static AttemptStep.Broken OfNetwork(ProviderEndpoint endpoint, Exception broken, bool begun)
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
        return new AttemptStep.Broken(endpoint.Failure(CallFailureKind.Network,
            $"{Server(endpoint)} cannot be reached: {reason}. Check baseAddress, that the server runs, " +
            "and the network."), MayRepeat: true);
    }

    public static AttemptStep.Broken OfCut(ProviderEndpoint endpoint) => new(endpoint.Failure(CallFailureKind.Cut,
        $"{Server(endpoint)} broke off its answer for '{endpoint.Model.Name}' before it was finished. Try again, or choose another model."),
        MayRepeat: true);

    public static AttemptStep.Broken OfMalformed(ProviderEndpoint endpoint, string what) =>
        new(endpoint.Failure(CallFailureKind.Malformed,
        $"{Server(endpoint)} answered for '{endpoint.Model.Name}' with something that is not its protocol: {what}. "
        + "Check that baseAddress points at the API and that the provider's kind is right."), MayRepeat: true);

    public static AttemptStep.Broken OfEndless(ProviderEndpoint endpoint, string limit) =>
        new(endpoint.Failure(CallFailureKind.Endless,
        $"'{endpoint.Model.Name}' on {Server(endpoint)} went on past {limit}; the answer was stopped. "
        + "Choose another model, or raise its maxOutput."), MayRepeat: false);

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

    private static bool MayRepeat(CallFailureKind kind) =>
        kind is CallFailureKind.RateLimited or CallFailureKind.Overloaded;

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
