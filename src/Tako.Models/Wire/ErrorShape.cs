using System.Buffers;
using System.Text.Json;
using Tako.Models.Failures;

namespace Tako.Models.Wire;

/// <summary>
/// How a failure is told to a client, by status and body, so that the clients' own libraries raise the right exception and
/// try again only where that can help. A provider that refuses the gateway's own key is the gateway's trouble: to the client
/// it is a bad gateway, never a 401.
/// </summary>
public static class ErrorShape
{
    private const string Invalid = "invalid_request_error";
    private const string Server = "server_error";
    private const string Api = "api_error";

    /// <summary>The HTTP status.</summary>
    public static int Status(WireKind kind, CallFailure failure)
    {
        var told = Of(failure);
        return kind == WireKind.Messages ? told.MessagesStatus ?? told.Status : told.Status;
    }

    /// <summary>Whether asking again soon can help; a client is told by <c>x-should-retry</c>.</summary>
    public static bool MayRetry(CallFailure failure) => Of(failure).MayRetry;

    /// <summary>The body.</summary>
    /// <param name="field">The client's field that is wrong, as it spells it.</param>
    /// <param name="requestId">What the client can name the request by.</param>
    public static void Write(WireKind kind, CallFailure failure, IBufferWriter<byte> output, string? field = null,
        string? requestId = null)
    {
        using var json = new Utf8JsonWriter(output, WireJson.Compact);
        Write(json, kind, failure, field, requestId);
    }

    internal static void Write(Utf8JsonWriter json, WireKind kind, CallFailure failure, string? field = null,
        string? requestId = null)
    {
        json.WriteStartObject();
        if (kind == WireKind.Messages)
        {
            json.WriteString("type", "error");
            json.WriteStartObject("error");
            json.WriteString("type", Of(failure).MessagesType);
            json.WriteString("message", MessagesWords(failure, field));
            json.WriteEndObject();
            if (requestId is not null)
                json.WriteString("request_id", requestId);
        }
        else
        {
            json.WriteStartObject("error");
            WriteMembers(json, failure, field);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>OpenAI's four members of an error.</summary>
    internal static void WriteMembers(Utf8JsonWriter json, CallFailure failure, string? field = null)
    {
        var told = Of(failure);
        json.WriteString("message", failure.Message);
        json.WriteString("type", told.Type);
        json.WriteString("param", field);
        json.WriteString("code", told.Code);
    }

    /// <summary>The code of OpenAI's error, which the end of a failed response repeats.</summary>
    internal static string Code(CallFailure failure) => Of(failure).Code ?? Of(failure).Type;

    // Clients of Messages know a prompt that is too long by these words alone.
    private static string MessagesWords(CallFailure failure, string? field) => failure.Kind switch
    {
        CallFailureKind.ContextTooLong => $"prompt is too long: {failure.Message}",
        _ when field is { Length: > 0 } && !failure.Message.StartsWith(field, StringComparison.Ordinal) => $"{field}: {failure.Message}",
        _ => failure.Message,
    };

    private static Told Of(CallFailure failure) => failure.Kind switch
    {
        CallFailureKind.RateLimited or CallFailureKind.LimitReached =>
            new(429, "rate_limit_error", "rate_limit_exceeded", "rate_limit_error", MayRetry: true),
        CallFailureKind.OutOfBudget =>
            new(429, "insufficient_quota", "insufficient_quota", "billing_error", MayRetry: false, MessagesStatus: 402),
        CallFailureKind.Overloaded =>
            new(503, Server, "overloaded", "overloaded_error", MayRetry: true, MessagesStatus: 529),
        CallFailureKind.Silent or CallFailureKind.SlowStart or CallFailureKind.Stalled or CallFailureKind.OutOfTime =>
            new(504, Server, "timeout", "timeout_error", MayRetry: true),
        CallFailureKind.ContextTooLong => new(400, Invalid, "context_length_exceeded", Invalid, MayRetry: false),
        CallFailureKind.ContentPolicy => new(400, Invalid, "content_policy_violation", Invalid, MayRetry: false),
        CallFailureKind.BadRequest => new(400, Invalid, null, Invalid, MayRetry: false),
        CallFailureKind.TooLarge => new(413, Invalid, "request_too_large", "request_too_large", MayRetry: false),
        CallFailureKind.NotConfigured => new(404, Invalid, "model_not_found", "not_found_error", MayRetry: false),
        CallFailureKind.NotAllowed when failure.Status == 403 =>
            new(403, "permission_error", "not_allowed", "permission_error", MayRetry: false),
        CallFailureKind.NotAllowed => new(401, Invalid, "invalid_api_key", "authentication_error", MayRetry: false),
        CallFailureKind.BadKey => new(502, Server, "provider_key_refused", Api, MayRetry: false),
        CallFailureKind.SchemaViolation => new(502, Server, "schema_violation", Api, MayRetry: true),
        CallFailureKind.LowQuality => new(502, Server, "low_quality", Api, MayRetry: true),
        CallFailureKind.Endless => new(502, Server, "endless_answer", Api, MayRetry: false),
        CallFailureKind.Malformed => new(502, Server, "malformed_answer", Api, MayRetry: true),
        CallFailureKind.Cut => new(502, Server, "answer_cut", Api, MayRetry: true),
        CallFailureKind.Network => new(502, Server, "provider_unreachable", Api, MayRetry: true),
        _ => new(502, Server, null, Api, MayRetry: true),
    };

    private readonly record struct Told(
        int Status, string Type, string? Code, string MessagesType, bool MayRetry, int? MessagesStatus = null);
}
