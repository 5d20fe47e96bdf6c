namespace Tako.Eval.Failover.Protocols;

/// <summary>The error objects of OpenAI's protocols.</summary>
internal static class OpenAiErrors
{
    public static (string Type, string? Code, string? Parameter, string Message) Of(ErrorKind kind) => kind switch
    {
        ErrorKind.RateLimit => ("requests", "rate_limit_exceeded", null, "Rate limit reached for requests. Try again later."),
        ErrorKind.ServerError => ("server_error", null, null, "The server had an error while processing the request."),
        ErrorKind.Overloaded => ("server_error", "service_unavailable", null, "The engine is currently overloaded."),
        ErrorKind.ContextLength => ("invalid_request_error", "context_length_exceeded", "messages",
            "This model's maximum context length is 8000 tokens. The messages resulted in 9000 tokens."),
        ErrorKind.ContentPolicy => ("invalid_request_error", "content_policy_violation", null,
            "The request was rejected by the safety system: it goes against the content policy."),
        ErrorKind.PrefillRefused => ("invalid_request_error", null, "messages",
            "This model does not take a conversation that ends with an assistant message."),
        ErrorKind.UnknownModel => ("invalid_request_error", "model_not_found", "model", "The model does not exist."),
        ErrorKind.BadKey => ("invalid_request_error", "invalid_api_key", null, "Incorrect API key provided."),
        _ => ("invalid_request_error", null, null, "The request could not be read."),
    };

    public static string Body(ErrorKind kind)
    {
        var (type, code, parameter, message) = Of(kind);
        return $"{{\"error\":{{\"message\":\"{message}\",\"type\":\"{type}\",\"param\":{Or(parameter)},\"code\":{Or(code)}}}}}";
    }

    public static string Or(string? text) => text is null ? "null" : $"\"{text}\"";
}
