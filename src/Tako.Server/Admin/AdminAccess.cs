using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Tako.Models.Failures;
using Tako.Server.Setup;
using Tako.Server.Gateway;

namespace Tako.Server.Admin;

/// <summary>
/// Who may come in at the second door: with a key, whoever shows it; without one, only this machine, only to look, and only
/// under a name that a web page cannot take.
/// </summary>
internal static class AdminAccess
{
    /// <summary>Why the request cannot come in, or null.</summary>
    public static CallFailure? Refuse(HttpContext http, AdminConfig config)
    {
        if (config.Key is { } key)
        {
            return Shown(http.Request) is { } shown && Same(shown, key.Value)
                ? null
                : Refusal.Of(CallFailureKind.NotAllowed, "The admin address wants gateway.admin.key as 'Authorization: Bearer KEY'.");
        }

        if (http.Connection.RemoteIpAddress is not { } from || !IPAddress.IsLoopback(from) || !IsLocal(http.Request.Host.Host))
            return Forbidden("Without gateway.admin.key the admin address is for this machine alone.");
        return HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)
            ? null
            : Forbidden("Set gateway.admin.key to change anything here; without it one can only look. 'tako keys' works without it.");
    }

    private static CallFailure Forbidden(string message) => Refusal.Of(CallFailureKind.NotAllowed, message) with { Status = 403 };

    // A page whose name was pointed at this machine still sends its own name.
    private static bool IsLocal(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static string? Shown(HttpRequest request)
    {
        const string bearer = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith(bearer, StringComparison.OrdinalIgnoreCase))
            return header[bearer.Length..].Trim();
        return request.Headers.TryGetValue("x-api-key", out var key) ? key.ToString() : null;
    }

    // Neither where two texts differ nor how long the right one is shows in the time this takes.
    private static bool Same(string one, string other) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(one)), SHA256.HashData(Encoding.UTF8.GetBytes(other)));
}
