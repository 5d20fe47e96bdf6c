using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Tako.Models.Failures;
using Tako.Models.Wire;

namespace Tako.Server.Gateway;

/// <summary>Sends a refusal with its status, in the shape that clients of a protocol know.</summary>
internal static class RefusalBody
{
    private const int OrdinaryBytes = 512;

    /// <summary>The status: the gateway's own refusals carry theirs, those of providers are translated.</summary>
    public static int Status(CallFailure failure, WireKind wire) =>
        failure is { Provider.Length: 0, Status: { } own } ? own : ErrorShape.Status(wire, failure);

    public static async ValueTask SendAsync(HttpContext http, CallFailure failure, WireKind wire, string id, string? field = null)
    {
        var body = new ArrayBufferWriter<byte>(OrdinaryBytes);
        ErrorShape.Write(wire, failure, body, field, id);
        var response = http.Response;
        response.StatusCode = Status(failure, wire);
        response.ContentType = "application/json";
        response.ContentLength = body.WrittenCount;
        // The clients' own libraries go by this before they go by the status.
        response.Headers["x-should-retry"] = response.StatusCode >= 429 && ErrorShape.MayRetry(failure) ? "true" : "false";
        if (failure.RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (!HttpMethods.IsHead(http.Request.Method))
            await http.Response.BodyWriter.WriteAsync(body.WrittenMemory, http.RequestAborted);
    }
}
