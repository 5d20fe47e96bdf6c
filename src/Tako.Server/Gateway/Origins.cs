using Microsoft.AspNetCore.Http;

namespace Tako.Server.Gateway;

/// <summary>Which web pages may call, by the origin that their browser tells.</summary>
internal static class Origins
{
    private const string Methods = "GET, POST, DELETE";
    private const string Headers = "authorization, content-type, x-api-key, anthropic-version, anthropic-beta, "
        + "anthropic-dangerous-direct-browser-access, openai-organization, openai-project, x-tako-tags, x-tako-max-usd, "
        + "x-tako-timeout, x-tako-cache, x-stainless-arch, x-stainless-lang, x-stainless-os, x-stainless-package-version, "
        + "x-stainless-retry-count, x-stainless-runtime, x-stainless-runtime-version, x-stainless-timeout";

    public static bool Allows(IReadOnlyList<string> origins, string origin)
    {
        foreach (var allowed in origins)
        {
            if (allowed == "*" || allowed.Equals(origin, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>Tells a browser that the page may read the answer.</summary>
    public static void Admit(HttpContext http, IReadOnlyList<string> origins)
    {
        if (origins.Count == 0 || http.Request.Headers.Origin is not { Count: > 0 } origin || !Allows(origins, origin.ToString()))
            return;
        var headers = http.Response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.Vary = "Origin";
        headers.AccessControlExposeHeaders = OwnHeaders.All;
    }

    /// <summary>Answers a browser that asks before it calls; false when it may not.</summary>
    public static bool Preflight(HttpContext http, IReadOnlyList<string> origins)
    {
        var request = http.Request.Headers;
        if (request.AccessControlRequestMethod.Count == 0 || request.Origin is not { Count: > 0 } origin
            || !Allows(origins, origin.ToString()))
            return false;
        var headers = http.Response.Headers;
        headers.AccessControlAllowMethods = Methods;
        headers.AccessControlAllowHeaders = Headers;
        headers.AccessControlMaxAge = "600";
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return true;
    }
}
