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

    public static async ValueTask SendAsync(HttpContext http, CallFailure failure, WireKind wire, string id)
    {
        var body = new ArrayBufferWriter<byte>(OrdinaryBytes);
        SurfaceError.Write(failure, wire, id, body);
        var response = http.Response;
        response.StatusCode = SurfaceError.Status(failure, wire);
        response.ContentType = "application/json";
        response.ContentLength = body.WrittenCount;
        if (failure.RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (!HttpMethods.IsHead(http.Request.Method))
            await response.BodyWriter.WriteAsync(body.WrittenMemory, http.RequestAborted);
    }
}
