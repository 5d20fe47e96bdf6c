using Tako.Models.Config;
using Tako.Models.Failures;

namespace Tako.Models.Wire;

/// <summary>One model on one server: where a call goes and how failures name it.</summary>
internal sealed record ProviderEndpoint(ProviderConfig Provider, ModelConfig Model)
{
    /// <summary>Host and port, without user, path or query, which may hold secrets.</summary>
    public string Host => $"{Provider.BaseAddress.Host}:{Provider.BaseAddress.Port}";

    public Uri At(string path)
    {
        var start = Provider.BaseAddress.GetLeftPart(UriPartial.Path).TrimEnd('/');
        return new Uri($"{start}/{path}{Provider.BaseAddress.Query}");
    }

    public CallFailure Failure(CallFailureKind kind, string message) => new()
    {
        Kind = kind,
        Message = message,
        Provider = Provider.Name,
        Model = Model.Name,
    };
}
