using Microsoft.AspNetCore.Http;
using Tako.Models.Failures;

namespace Tako.Server.Gateway;

/// <summary>Makes the refusals that are the gateway's own, not a provider's.</summary>
internal static class Refusal
{
    public static CallFailure BadRequest(string message, int status = 400) =>
        Of(CallFailureKind.BadRequest, message) with { Status = status };

    public static CallFailure NotThisMethod(HttpContext http, string allowed)
    {
        http.Response.Headers.Allow = allowed;
        return BadRequest($"{HeaderText.Clean(http.Request.Path)} takes {allowed}, not {HeaderText.Clean(http.Request.Method)}.", 405);
    }

    public static CallFailure Of(CallFailureKind kind, string message, string model = "") => new()
    {
        Kind = kind,
        Message = message,
        Provider = "",
        Model = model,
    };
}
