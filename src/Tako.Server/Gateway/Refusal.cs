using Tako.Models.Failures;

namespace Tako.Server.Gateway;

/// <summary>Makes the refusals that are the gateway's own, not a provider's.</summary>
internal static class Refusal
{
    public static CallFailure BadRequest(string message, int status = 400) =>
        Of(CallFailureKind.BadRequest, message) with { Status = status };

    public static CallFailure Of(CallFailureKind kind, string message, string model = "") => new()
    {
        Kind = kind,
        Message = message,
        Provider = "",
        Model = model,
    };
}
