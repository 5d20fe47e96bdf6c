using Microsoft.AspNetCore.Http;
using Tako.Models.Failures;
using Tako.Server.Setup;

namespace Tako.Server.Gateway;

/// <summary>Looks at a call's headers before any of its body is read.</summary>
internal static class Entry
{
    /// <summary>Why the call cannot come in, or null.</summary>
    public static CallFailure? Refuse(HttpContext http, GatewayConfig config)
    {
        var request = http.Request;
        // A web page can post to a loopback address; without keys nothing but its origin tells it from the user's own.
        if (request.Headers.Origin is { Count: > 0 } origin && !Origins.Allows(config.Cors, origin.ToString()))
        {
            return Refusal.Of(CallFailureKind.NotAllowed,
                "Web pages of this origin may not call; list it under gateway.cors if they should.") with { Status = 403 };
        }

        if (!IsJson(request.ContentType))
            return Refusal.BadRequest("The content type must be application/json in UTF-8.", 415);
        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && encoding != "identity")
        {
            http.Response.Headers.AcceptEncoding = "identity";
            return Refusal.BadRequest("Compressed requests are not taken; send the body without Content-Encoding.", 415);
        }

        if (request.ContentLength > config.BodyLimit)
        {
            http.Response.Headers.Connection = "close";
            return Refusal.Of(CallFailureKind.TooLarge,
                $"The request has {request.ContentLength} bytes; this gateway takes at most {config.BodyLimit}.");
        }

        return null;
    }

    private static bool IsJson(string? type)
    {
        const string json = "application/json";
        if (type is null || !type.StartsWith(json, StringComparison.OrdinalIgnoreCase))
            return false;
        if (type.Length == json.Length)
            return true;
        var rest = type.AsSpan(json.Length).Trim();
        return rest[0] == ';' && (!rest.Contains("charset", StringComparison.OrdinalIgnoreCase)
            || rest.Contains("utf-8", StringComparison.OrdinalIgnoreCase) || rest.Contains("utf8", StringComparison.OrdinalIgnoreCase));
    }
}
