using System.Buffers;
using System.Text.Json;
using Tako.Models.Failures;
using Tako.Models.Wire;

namespace Tako.Server.Gateway;

/// <summary>A refusal as the clients of each protocol know it: status, type, code.</summary>
internal static class SurfaceError
{
    public static int Status(CallFailure failure, WireKind wire) => failure.Kind switch
    {
        CallFailureKind.NotAllowed => failure.Status ?? 401,
        CallFailureKind.LimitReached or CallFailureKind.RateLimited => 429,
        CallFailureKind.NotConfigured => 404,
        CallFailureKind.TooLarge => 413,
        CallFailureKind.BadRequest when failure.Provider.Length == 0 => failure.Status ?? 400,
        CallFailureKind.BadRequest or CallFailureKind.ContextTooLong or CallFailureKind.ContentPolicy => 400,
        CallFailureKind.OutOfBudget => 402,
        CallFailureKind.Overloaded => wire == WireKind.Messages ? 529 : 503,
        CallFailureKind.Silent or CallFailureKind.SlowStart or CallFailureKind.Stalled => 504,
        _ => 502,
    };

    public static void Write(CallFailure failure, WireKind wire, string request, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        if (wire == WireKind.Messages)
        {
            json.WriteString("type"u8, "error"u8);
            json.WriteStartObject("error"u8);
            json.WriteString("type"u8, Status(failure, wire) switch
            {
                401 => "authentication_error",
                402 => "billing_error",
                403 => "permission_error",
                404 => "not_found_error",
                413 => "request_too_large",
                429 => "rate_limit_error",
                504 => "timeout_error",
                529 or 503 => "overloaded_error",
                >= 500 => "api_error",
                _ => "invalid_request_error",
            });
            json.WriteString("message"u8, failure.Message);
            json.WriteEndObject();
            json.WriteString("request_id"u8, request);
        }
        else
        {
            json.WriteStartObject("error"u8);
            json.WriteString("message"u8, failure.Message);
            json.WriteString("type"u8, Status(failure, wire) switch
            {
                401 => "authentication_error",
                402 => "insufficient_quota",
                429 => "rate_limit_error",
                >= 500 => "server_error",
                _ => "invalid_request_error",
            });
            json.WriteNull("param"u8);
            json.WriteString("code"u8, failure.Kind switch
            {
                CallFailureKind.NotConfigured => "model_not_found",
                CallFailureKind.ContextTooLong => "context_length_exceeded",
                CallFailureKind.ContentPolicy => "content_policy_violation",
                CallFailureKind.NotAllowed => "invalid_api_key",
                CallFailureKind.LimitReached or CallFailureKind.RateLimited => "rate_limit_exceeded",
                _ => Snake(failure.Kind),
            });
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>The same as an event of a stream that has begun.</summary>
    public static void WriteEvent(CallFailure failure, WireKind wire, string request, IBufferWriter<byte> output)
    {
        output.Write(wire == WireKind.Chat ? "data: "u8 : "event: error\ndata: "u8);
        if (wire == WireKind.Responses)
        {
            using var json = new Utf8JsonWriter(output);
            json.WriteStartObject();
            json.WriteString("type"u8, "error"u8);
            json.WriteString("code"u8, "server_error"u8);
            json.WriteString("message"u8, failure.Message);
            json.WriteNull("param"u8);
            json.WriteEndObject();
        }
        else
        {
            Write(failure, wire, request, output);
        }

        output.Write("\n\n"u8);
    }

    private static string Snake(CallFailureKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());
}
